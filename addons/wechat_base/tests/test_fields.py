import base64
import os
import pathlib
import tempfile
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import config

from .. import const
from ..tools.fields import decrypt, encrypt, hmac_index

PHONE = "13800138000"


@tagged("post_install", "-at_install")
class TestFields(TransactionCase):
    def setUp(self):
        super().setUp()
        self.use_key(b"k" * 32)

    def use_key(self, key):
        encoded = base64.b64encode(key).decode()
        self.env_patch = patch.dict(os.environ, {const.FIELD_KEY_VARIABLE: encoded})
        self.startPatcher(self.env_patch)

    def test_text_comes_back(self):
        for text in (PHONE, "昆明市五华区翠湖东路 3 号", "滇"):
            stored = encrypt(self.env, text)

            self.assertNotIn(text, stored)
            self.assertEqual(decrypt(self.env, stored), text)

    def test_same_text_looks_different_each_time(self):
        self.assertNotEqual(encrypt(self.env, PHONE), encrypt(self.env, PHONE))

    def test_index_finds_the_text_and_tells_nothing(self):
        index = hmac_index(self.env, PHONE)

        self.assertEqual(index, hmac_index(self.env, PHONE))
        self.assertNotEqual(index, hmac_index(self.env, "13800138001"))
        self.assertNotIn(PHONE, index)

    def test_nothing_stays_nothing(self):
        for function in (encrypt, decrypt, hmac_index):
            self.assertEqual(function(self.env, ""), "")
            self.assertEqual(function(self.env, False), "")

    def test_another_key_opens_nothing(self):
        stored, index = encrypt(self.env, PHONE), hmac_index(self.env, PHONE)
        self.use_key(b"o" * 32)

        with self.assertRaisesRegex(UserError, "another key"):
            decrypt(self.env, stored)
        self.assertNotEqual(hmac_index(self.env, PHONE), index)

    def test_damaged_text_is_refused(self):
        stored = encrypt(self.env, PHONE)
        for damaged in (stored[:-4], "v2:" + stored[3:], PHONE, "v1:%%%", "v1:AAAA"):
            with self.subTest(damaged=damaged), self.assertRaises(UserError):
                decrypt(self.env, damaged)

    def test_key_file_is_made_once_and_only_for_its_owner(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "keys" / "field.key"
            with (
                patch.dict(os.environ, {const.FIELD_KEY_VARIABLE: ""}),
                patch.dict(config.options, {const.FIELD_KEY_FILE_OPTION: str(path)}),
            ):
                stored = encrypt(self.env, PHONE)

                self.assertEqual(decrypt(self.env, stored), PHONE)
                self.assertEqual(path.stat().st_mode & 0o777, 0o600)
                self.assertEqual(
                    [known.name for known in path.parent.iterdir()], [path.name]
                )

    def test_malformed_key_stops_at_once(self):
        for key in ("short", base64.b64encode(b"k" * 16).decode(), "%%%"):
            with (
                self.subTest(key=key),
                patch.dict(os.environ, {const.FIELD_KEY_VARIABLE: key}),
                self.assertRaisesRegex(ValueError, "32 bytes"),
            ):
                encrypt(self.env, PHONE)
