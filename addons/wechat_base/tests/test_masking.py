from odoo.tests import TransactionCase, tagged

from ..tools.masking import get_wechat_logger, mask_openid, mask_phone


@tagged("post_install", "-at_install")
class TestMasking(TransactionCase):
    def test_openid_shows_its_ends(self):
        self.assertEqual(mask_openid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"), "oUpF…eS6o")
        self.assertEqual(mask_openid("short"), "…")
        self.assertEqual(mask_openid(False), "")

    def test_phone_hides_its_middle(self):
        self.assertEqual(mask_phone("13800138000"), "138****8000")
        self.assertEqual(mask_phone("1234"), "****")
        self.assertEqual(mask_phone(None), "")

    def test_secret_does_not_reach_the_log(self):
        logger = get_wechat_logger("wechat.test_masking", {"openid", "secret"})

        with self.assertLogs("wechat.test_masking") as logs:
            logger.info("asked: %s", {"openid": "oUpF8", "list": [{"secret": "s3"}]})
            logger.info("text: %s", '{"openid": "oUpF8", "x": 1}')
            logger.info("python: %s", "{'secret': 's3'}")
            logger.info("two: %(secret)s %(x)s", {"secret": "s3", "x": "kept"})

        text = "\n".join(logs.output)
        self.assertNotIn("oUpF8", text)
        self.assertNotIn("s3", text)
        self.assertIn("kept", text)
