// All words of the console, in both languages.

import { courierTexts } from "./courier-texts.js";

export const texts = {
  en: {
    title: "WeChat sandbox",
    subtitle: "Plays WeChat and WeChat Pay on this machine. Not Tencent's; no money moves.",
    otherLanguage: "中文",
    skip: "Skip to content",
    orders: "Orders",
    refunds: "Refunds",
    noOrders: "No orders yet. They appear here when a server calls /v3/pay/transactions.",
    noRefunds: "No refunds yet.",
    totals: (paid, refunded, reversed) => `${paid} paid, ${refunded} refunded, ${reversed} reversed; the newest 60 are shown`,
    tradeTypes: { JSAPI: "mini-program", NATIVE: "scanned code", MWEB: "phone browser", MICROPAY: "payment code" },
    USERPAYING: "payer is typing", PAYERROR: "cancelled by the payer", REVOKED: "reversed", cancel: "Payer cancels",
    reversedAt: "Reversed", neverNotified: "Payment codes are never notified",
    abnormalHint: "Waits until the merchant names a bank card (apply-abnormal-refund).",
    phone: "The payer's phone", openTitle: "Scan a code or open a link", openUrl: "code_url or h5_url",
    openPay: "Pay", openCancel: "Cancel", opened: (number, text) => `${number ?? "-"}: ${text}`,
    openResults: { ok: "paid", CANCELLED: "cancelled", UNKNOWN: "leads nowhere", EXPIRED: "too old", ORDERPAID: "already paid", ORDER_CLOSED: "closed" },
    codeTitle: "Show a payment code", codeCourse: "What happens when it is scanned", codeShow: "Show a new code",
    codeShown: "The code lives one minute and serves one order.", codeNone: "no code shown yet",
    courseTexts: {},
    money: "Account and bills", balance: "The account holds", moneyAmount: "Amount in yuan", withdraw: "Withdraw", deposit: "Top up",
    billTitle: "Bill of a day", billKind: "Kind", billTrade: "trade bill", billFlow: "fund-flow bill", billDate: "Day", billShow: "Show the bill",
    billHint: "Made at 9:00 of the next day by the sandbox's clock.", billDownload: "Download the file", billShown: (rows) => `${rows} rows.`,
    toBills: "to 9:00 tomorrow", code: "Code", fen: "Fen more",
    passwordDelay: "A payer types the password for (seconds)", userpayingStatus: "A waiting payer is answered with HTTP",
    feeRate: "Fee in 1/10,000", mainDown: "The main host is down; only /api2 answers",
    NOTPAY: "not paid", SUCCESS: "paid", CLOSED: "closed", REFUND: "refunded",
    PROCESSING: "under way", ABNORMAL: "abnormal", refundSUCCESS: "refunded", refundCLOSED: "closed, not refunded",
    merchant: "by the merchant", expired: "time ran out",
    created: "Placed", expires: "Open until", paidAt: "Paid", refundedPart: "Refunded",
    notification: "Notification", notSent: "none",
    pending: "being sent", delivered: "accepted", given_up: "given up", held: "held back",
    suppressed: "suppressed", reordered: "waits for the next one", attempts: (n) => `${n} tries`,
    pay: "Pay", expire: "Let it expire", notify: "Notify again", forge: "Send a forgery",
    finish: { SUCCESS: "Refund it", ABNORMAL: "End as abnormal", CLOSED: "Close it" },
    refundFinal: "finished",
    faults: "Faults",
    faultsHint: "A rule strikes the next calls that fit. 0 times means until it is removed.",
    fault: "What goes wrong", faultOrder: "Only for this order number (optional)",
    faultTimes: "How often", faultAdd: "Set the rule", remove: "Remove",
    noRules: "No rules are set.", rule: (name, number, times) => `${name}, ${number || "any order"}, ${times ? `${times}x` : "until removed"}`,
    seconds: "Seconds", status: "Status", count: "How many more", errcode: "errcode",
    clock: "Clock", clockHint: "Orders, codes, tokens and retries age by this clock. It only runs forward.",
    ahead: (s) => s ? `${s} ahead` : "real time", minutes: (n) => `+${n} min`, hours: (n) => `+${n} h`, days: (n) => `+${n} d`,
    settings: "Settings", mode: "WeChat Pay signs with", modePublicKey: "public key", modeCertificate: "platform certificate", modeMixed: "both (migration)",
    notifyScale: "Retry delays, multiplied by", refundDelay: "Refunds take (seconds)", save: "Save",
    reset: "Start over", resetHint: "Forgets all orders, users and rules. Keys and identities stay.", resetDo: "Forget everything",
    resetSure: "Forget all orders, users and rules?",
    calls: "Calls", callsFilter: "Filter", callsRefused: "only what was refused or bent",
    noCalls: "No calls that fit.", more: "Show more", in: "in", out: "out",
    ok: "ok", refused: "refused", lost: "lost", accepted: "accepted", unreachable: "unreachable",
    refused_rightly: "bad message, refused rightly", accepted_a_bad_message: "BAD MESSAGE ACCEPTED",
    done: "Done.", offline: "The sandbox does not answer. Is it running?",
    sent: (verdicts) => `The merchant answered: ${verdicts}`,
    faultTexts: {},
  },
  zh: {
    title: "微信沙箱",
    subtitle: "在本机模拟微信和微信支付。与腾讯无关，不产生真实资金。",
    otherLanguage: "English",
    skip: "跳到主要内容",
    orders: "订单",
    refunds: "退款",
    noOrders: "还没有订单。服务器调用 /v3/pay/transactions 后会显示在这里。",
    noRefunds: "还没有退款。",
    totals: (paid, refunded, reversed) => `已支付 ${paid}，已退款 ${refunded}，已撤销 ${reversed}；显示最近 60 笔`,
    tradeTypes: { JSAPI: "小程序", NATIVE: "扫码", MWEB: "手机浏览器", MICROPAY: "付款码" },
    USERPAYING: "用户支付中", PAYERROR: "支付失败", REVOKED: "已撤销", cancel: "用户取消",
    reversedAt: "撤销", neverNotified: "付款码支付没有通知",
    abnormalHint: "等待商户提供银行卡（发起异常退款）。",
    phone: "付款人的手机", openTitle: "扫码或打开链接", openUrl: "code_url 或 h5_url",
    openPay: "支付", openCancel: "取消", opened: (number, text) => `${number ?? "-"}：${text}`,
    openResults: { ok: "已支付", CANCELLED: "已取消", UNKNOWN: "链接无效", EXPIRED: "已过期", ORDERPAID: "已支付过", ORDER_CLOSED: "已关闭" },
    codeTitle: "出示付款码", codeCourse: "被扫后的结果", codeShow: "出示新付款码",
    codeShown: "付款码一分钟内有效，只能使用一次。", codeNone: "尚未出示付款码",
    courseTexts: {
      paid: "立即支付成功", password_paid: "输入密码后支付成功", password_cancelled: "输入密码时取消（PAYERROR）",
      password_left: "一直不输密码，45 秒后关闭", reverse_busy: "输入密码中，首次撤销应答 USERPAYING", not_enough: "403 余额不足",
      low_balance: "余额不足，显示为用户支付中", expired: "400 付款码已过期", used: "400 付款码已使用过",
      system_error_paid: "500 系统错误，随后支付成功", system_error_unpaid: "500 系统错误，最终未支付",
      lost_paid: "支付成功但应答丢失", lost_unpaid: "应答丢失，最终未支付", no_auth: "403 无权限使用 V3 付款码",
    },
    money: "账户与账单", balance: "账户余额", moneyAmount: "金额（元）", withdraw: "提现", deposit: "充值",
    billTitle: "某日账单", billKind: "类型", billTrade: "交易账单", billFlow: "资金账单", billDate: "日期", billShow: "查看账单",
    billHint: "按沙箱时钟于次日 9:00 生成。", billDownload: "下载文件", billShown: (rows) => `共 ${rows} 行。`,
    toBills: "到明日 9:00", code: "错误码", fen: "多出的分",
    passwordDelay: "付款人输入密码耗时（秒）", userpayingStatus: "等待付款人时的 HTTP 状态",
    feeRate: "费率（万分之）", mainDown: "主域名故障，仅 /api2 应答",
    NOTPAY: "未支付", SUCCESS: "已支付", CLOSED: "已关闭", REFUND: "转入退款",
    PROCESSING: "退款处理中", ABNORMAL: "退款异常", refundSUCCESS: "退款成功", refundCLOSED: "退款关闭",
    merchant: "商户关单", expired: "超时关闭",
    created: "下单", expires: "有效期至", paidAt: "支付", refundedPart: "已退",
    notification: "通知", notSent: "无",
    pending: "发送中", delivered: "已接收", given_up: "已放弃", held: "已扣留",
    suppressed: "不发送", reordered: "等待后一条", attempts: (n) => `${n} 次`,
    pay: "支付", expire: "令其超时", notify: "再次通知", forge: "发送伪造通知",
    finish: { SUCCESS: "退款成功", ABNORMAL: "退款异常", CLOSED: "退款关闭" },
    refundFinal: "已完结",
    faults: "故障",
    faultsHint: "规则对之后符合条件的调用生效。次数为 0 表示直到移除。",
    fault: "故障类型", faultOrder: "仅限该商户订单号（可选）",
    faultTimes: "次数", faultAdd: "设置规则", remove: "移除",
    noRules: "没有规则。", rule: (name, number, times) => `${name}，${number || "任意订单"}，${times ? `${times} 次` : "直到移除"}`,
    seconds: "秒数", status: "状态", count: "额外次数", errcode: "errcode",
    clock: "时钟", clockHint: "订单、登录码、令牌和重试按此时钟老化。时钟只能前进。",
    ahead: (s) => s ? `快 ${s}` : "真实时间", minutes: (n) => `+${n} 分钟`, hours: (n) => `+${n} 小时`, days: (n) => `+${n} 天`,
    settings: "设置", mode: "微信支付签名方式", modePublicKey: "微信支付公钥", modeCertificate: "平台证书", modeMixed: "两者（迁移期）",
    notifyScale: "重试间隔倍数", refundDelay: "退款耗时（秒）", save: "保存",
    reset: "重新开始", resetHint: "清除所有订单、用户和规则，保留密钥和身份。", resetDo: "全部清除",
    resetSure: "清除所有订单、用户和规则？",
    calls: "调用记录", callsFilter: "筛选", callsRefused: "只看被拒绝或受故障影响的",
    noCalls: "没有符合条件的调用。", more: "显示更多", in: "收到", out: "发出",
    ok: "成功", refused: "拒绝", lost: "丢失", accepted: "已接收", unreachable: "无法送达",
    refused_rightly: "伪造消息，已正确拒绝", accepted_a_bad_message: "伪造消息被接受！",
    done: "已完成。", offline: "沙箱没有响应，是否在运行？",
    sent: (verdicts) => `商户应答：${verdicts}`,
    faultTexts: {
      delay: "延迟 seconds 秒后应答", lose_request: "什么也不做就断开连接", lose_answer: "处理完成后断开连接，不应答",
      rate_limit: "应答 429 FREQUENCY_LIMITED（或 code），不处理", error_before: "应答 500（或 status），不处理",
      error_after_commit: "处理完成后应答 500（或 status）", errcode: "开放接口：应答 errcode，不处理",
      answer_signtest: "应答签名加 WECHATPAY/SIGNTEST/ 前缀", answer_unsigned: "应答不带签名头",
      answer_old_timestamp: "应答时间戳为 10 分钟前", answer_wrong_serial: "应答带未知序列号",
      answer_tampered: "签名后改动应答内容", answer_garbage: "处理完成后应答 502 网页",
      pay_before_answer: "在下单应答之前完成支付并送达通知",
      reverse_userpaying: "撤销应答 USERPAYING，不处理",
      refund_outcome: "退款结果为 status：SUCCESS、ABNORMAL、CLOSED，或 PROCESSING 保持处理中",
      refund_not_enough: "应答 403 NOT_ENOUGH,不处理",
      bill_row_missing: "账单缺一行", bill_row_doubled: "账单重复一行", bill_amount_wrong: "账单一行金额多 fen 分",
      bill_fee_wrong: "交易账单一行手续费多 fen 分", bill_foreign_row: "账单多一行无人下单的订单", bill_summary_wrong: "汇总笔数多一",
      bill_bad_hash: "账单哈希值不符", bill_truncated: "账单下载中途断开",
      notify_none: "不发送通知", notify_delay: "延迟 seconds 秒发送通知", notify_hold: "扣留通知，直到手动发送",
      notify_reorder: "排在下一条通知之后发送", notify_repeat: "成功后再重复发送 count 次",
      notify_signtest: "探测通知：签名带 WECHATPAY/SIGNTEST/ 前缀", notify_unsigned: "通知不带签名头",
      notify_old_timestamp: "通知签名于 10 分钟前", notify_wrong_serial: "通知带未知序列号",
      notify_bad_tag: "签名正确，AEAD 校验码损坏", notify_forged_key: "格式和序列号正确，用其他密钥签名",
      notify_wrong_amount: "签名加密正确，金额多 1 分", notify_wrong_currency: "签名加密正确，币种不同",
      notify_wrong_mchid: "签名加密正确，商户号不同", notify_wrong_appid: "签名加密正确，appid 不同",
      notify_unknown_order: "签名加密正确，订单号不存在",
      courier_code: "配送：应答平台错误码 code，不处理", callback_before_answer: "配送：先送达该单的回调，再应答",
      ride_nobody: "没有骑手接单", ride_withdraw: "首位骑手在到店途中撤单", ride_cancelled: "平台取消订单，不再派骑手",
      ride_refused: "顾客拒收，物品退回门店",
      callback_forged: "伪造的“已送达”：达达校验码正确，其他平台用别的密钥签名", callback_unsigned: "回调不带签名",
      callback_bad_sign: "回调签名错误", callback_unknown_order: "签名正确，订单号不存在",
      callback_unknown_status: "签名正确，状态码未知", callback_garbage: "回调内容不是 JSON",
    },
  },
};

const remembered = localStorage.getItem("language");
let language = remembered || (navigator.language.startsWith("zh") ? "zh" : "en");

/** Return the words of the language in use. */
export const t = () => ({ ...courierTexts[language], ...texts[language] });

/** Switch to the other language and write the fixed words into the page. */
export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
  writeFixedTexts();
}

/** Write the words that stand in the page itself. */
export function writeFixedTexts() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = t()[document.documentElement.dataset.title ?? "title"];
  document.getElementById("language").textContent = t().otherLanguage;
  document.getElementById("language").lang = language === "zh" ? "en" : "zh-CN";
  for (const element of document.querySelectorAll("[data-text]")) {
    // A payment code that is shown is not a word of ours.
    if (element.id === "pay-code" && /\d/.test(element.textContent)) continue;
    element.textContent = t()[element.dataset.text];
  }
}
