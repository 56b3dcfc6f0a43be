"""The states of an order and the moves between them."""

NOTPAY, SUCCESS, CLOSED, REFUND = "NOTPAY", "SUCCESS", "CLOSED", "REFUND"
USERPAYING, PAYERROR, REVOKED = "USERPAYING", "PAYERROR", "REVOKED"

# From a state to those that may follow. Everything else is a fault of the sandbox.
MOVES = {
    NOTPAY: (SUCCESS, CLOSED),
    USERPAYING: (SUCCESS, PAYERROR, CLOSED, REVOKED),
    PAYERROR: (REVOKED,),
    SUCCESS: (REFUND, REVOKED),
    REFUND: (REFUND,),
    CLOSED: (),
    REVOKED: (),
}
OPEN = (NOTPAY, USERPAYING)
STATE_TEXTS = {
    NOTPAY: "订单未支付",
    SUCCESS: "支付成功",
    CLOSED: "订单已关闭",
    REFUND: "订单发生过退款，退款详情请查询退款单",
    USERPAYING: "用户支付中，需要输入密码",
    PAYERROR: "支付失败，请重新下单支付",
    REVOKED: "订单已撤销",
}
