"""The browser preview is a door of the demo; a real database has no such door."""

import gzip
import pathlib
import tempfile
from unittest.mock import patch

from odoo.addons.wechat_base.models.wechat_database import WechatDatabase
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestPreview(HttpCase):
    def setUp(self):
        super().setUp()
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.folder = pathlib.Path(folder, "dist")
        (self.folder / "assets").mkdir(parents=True)
        (self.folder / "index.html").write_text("<title>preview</title>")
        (self.folder / "assets" / "app.js").write_text("1")
        pathlib.Path(folder, "secret.txt").write_text("secret")
        self.enterContext(
            patch.dict("os.environ", {"WECHAT_PREVIEW_DIR": str(self.folder)})
        )
        self.is_demo = self.enterContext(
            patch.object(WechatDatabase, "_is_demo", return_value=True)
        )

    def test_preview_is_served_in_a_demo(self):
        for path in ("/diner/", "/diner/index.html", "/diner"):
            response = self.url_open(path)
            self.assertEqual(response.status_code, 200)
            self.assertIn("preview", response.text)
            self.assertEqual(response.headers["Cache-Control"], "no-cache")
        script = self.url_open("/diner/assets/app.js")
        self.assertIn("javascript", script.headers["Content-Type"])

    def test_packed_file_is_served_to_who_can_unpack_it(self):
        script = self.folder / "assets" / "app.js"
        script.with_name("app.js.gz").write_bytes(gzip.compress(b"2"))

        packed = self.url_open(
            "/diner/assets/app.js", headers={"Accept-Encoding": "gzip"}
        )
        plain = self.url_open(
            "/diner/assets/app.js", headers={"Accept-Encoding": "identity"}
        )

        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertIn("javascript", packed.headers["Content-Type"])
        self.assertEqual(packed.text, "2")
        self.assertNotIn("Content-Encoding", plain.headers)
        self.assertEqual(plain.text, "1")

    def test_smallest_packing_that_the_browser_knows_is_served(self):
        script = self.folder / "assets" / "app.js"
        script.with_name("app.js.gz").write_bytes(gzip.compress(b"2"))
        script.with_name("app.js.br").write_bytes(b"3")

        encodings = [
            self.opener.get(
                f"{self.base_url()}/diner/assets/app.js",
                timeout=10,
                headers={"Accept-Encoding": accepted},
                allow_redirects=False,
                stream=True,
            ).headers.get("Content-Encoding")
            for accepted in ("gzip, deflate, br", "gzip, br;q=0", "identity")
        ]

        self.assertEqual(encodings, ["br", "gzip", None])

    def test_preview_is_told_where_everything_is(self):
        response = self.url_open("/diner/config.json")

        document = response.json()
        self.assertEqual(document["api_base"], "/wechat/api/v1")
        self.assertRegex(document["sandbox_url"], r"^http://(127\.0\.0\.1|localhost)")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_preview_does_not_exist_in_a_real_database(self):
        self.is_demo.return_value = False
        for path in (
            "/diner/",
            "/diner/index.html",
            "/diner/assets/app.js",
            "/diner/config.json",
            "/diner/nothing",
        ):
            response = self.url_open(path)
            self.assertEqual(response.status_code, 404, path)
            self.assertNotIn("sandbox", response.text)

    def test_nothing_outside_of_the_folder_is_served(self):
        for path in (
            "/diner/..%2Fsecret.txt",
            "/diner/%2e%2e/secret.txt",
            "/diner/assets/..%2F..%2Fsecret.txt",
            "/diner/%2Fetc/passwd",
            "/diner/assets",
            "/diner/nothing.js",
        ):
            response = self.url_open(path)
            self.assertEqual(response.status_code, 404, path)
            self.assertNotIn("secret", response.text)

    def test_no_session_is_made(self):
        self.assertNotIn("Set-Cookie", self.url_open("/diner/").headers)
