"""Mini-program codes: a picture, or an error in JSON."""

import io

import pytest


@pytest.fixture
def drawing():
    """Without qrcode, an Odoo dependency, no code can be drawn."""
    pytest.importorskip("qrcode")
    return pytest.importorskip("PIL.Image")


def test_code_is_a_png_of_the_width_asked(api, drawing):
    answer = api.post(
        "/wxa/getwxacodeunlimit",
        {"scene": "t=abc123", "page": "pages/menu/menu", "width": 600},
    )

    assert answer.headers["Content-Type"] == "image/png"
    picture = drawing.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (600, 600))


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"scene": ""}, 40169),
        ({"scene": "x" * 33}, 40169),
        ({"scene": "a%20b"}, 40169),
        ({"scene": "桌5"}, 40169),
        ({"scene": None}, 40169),
        ({"page": "/pages/menu/menu"}, 41030),
        ({"page": "pages/menu/menu?a=1"}, 41030),
        ({"width": 279}, 40097),
        ({"width": 1281}, 40097),
        ({"width": "430"}, 40097),
        ({"env_version": "prod"}, 40097),
        ({"path": "pages/menu/menu"}, 47001),
    ],
)
def test_code_that_does_not_fit_is_refused_in_json(api, changes, errcode):
    body = {"scene": "t=1", "page": "pages/menu/menu", **changes}

    assert api.post("/wxa/getwxacodeunlimit", body).json()["errcode"] == errcode


def test_page_must_be_released_unless_unchecked(api, drawing):
    api.merchant.control("POST", "settings", released_pages=["pages/menu/menu"])
    body = {"scene": "t=1", "page": "pages/new/new"}

    refused = api.post("/wxa/getwxacodeunlimit", body)
    unchecked = api.post("/wxa/getwxacodeunlimit", {**body, "check_path": False})

    assert refused.json()["errcode"] == 41030
    assert unchecked.headers["Content-Type"] == "image/png"
