"""A shop, its orders and a platform that answers as it is told."""

import json
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from carriers.carrier import Surroundings
from carriers.errors import CarrierUnknownError
from carriers.neutral import (
    DeliveryRequest,
    GoodsLine,
    OrderKey,
    Parcel,
    Place,
    Point,
    Shop,
)
from carriers.transport import Answer

NOW = 1_700_000_000

PICKUP = Place(
    name="云南小馆",
    phone="13900000001",
    address="昆明市五华区翠湖南路1号",
    point=Point(102.703501, 25.049212),
    city="昆明市",
    district="五华区",
    city_code="0871",
)
DROPOFF = Place(
    name="张三",
    phone="13800000000",
    address="昆明市盘龙区北京路2号",
    point=Point(102.722101, 25.043212),
    address_detail="3栋502",
    city="昆明市",
    district="盘龙区",
    city_code="0871",
)
PARCEL = Parcel(
    lines=(
        GoodsLine("过桥米线", Decimal(2), 1500, reference="M1"),
        GoodsLine("酸梅汤", Decimal(1), 650),
    ),
    weight_g=800,
    value_fen=3650,
)
KEY = OrderKey("S1-ab12-1", "3412345678901234567", "SHOP1", "0871")
SHOP = Shop("SHOP1", "云南小馆", PICKUP, "李四", "13900000001")


def request(**changes):
    """Return a delivery, changed or not."""
    values = {
        "number": KEY.number,
        "shop_no": KEY.shop_no,
        "pickup": PICKUP,
        "dropoff": DROPOFF,
        "parcel": PARCEL,
        "ordered_at": NOW - 60,
        "callback_url": "https://shop.example/delivery/token",
        "daily_number": "A012",
        "channel": "小程序",
        "note": "少辣\n不要葱",
    }
    return DeliveryRequest(**{**values, **changes})


class Platform:
    """Answers each request with the next of its answers, and remembers the requests."""

    def __init__(self):
        self.answers = []
        self.requests = []

    def __call__(self, method, url, headers, body):
        self.requests.append((method, url, headers, body))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def will_answer(self, content, status=200):
        """Have the next request answered."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.answers.append(Answer(status, {}, body))

    def will_be_silent(self):
        """Have the next request time out."""
        self.answers.append(CarrierUnknownError("ReadTimeout"))

    @property
    def last_path(self):
        """The path of the last request."""
        return urlsplit(self.requests[-1][1]).path

    @property
    def last_query(self):
        """The query of the last request."""
        return dict(parse_qsl(urlsplit(self.requests[-1][1]).query))

    @property
    def last_body(self):
        """The bytes of the last request."""
        return self.requests[-1][3]

    @property
    def last_json(self):
        """The JSON of the last request."""
        return json.loads(self.last_body)

    @property
    def last_form(self):
        """The form of the last request."""
        return dict(parse_qsl(self.last_body.decode(), keep_blank_values=True))

    def surroundings(self, **more):
        """Return what a client needs to talk to this platform."""
        return Surroundings(
            transport=self, clock=lambda: NOW, nonce=lambda: "n" * 32, **more
        )
