import pytest
from dispatch.language import choose_language
from dispatch.tokens import Claims, Signer, TokenError, TokenExpiredError
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_800_000_000
CLAIMS = Claims(member_id=7, account_id=3, expires_at=NOW + 7200)
signer = Signer(b"secret of this server")


def test_issued_token_opens():
    assert signer.open(signer.issue(CLAIMS), NOW) == CLAIMS


def test_token_opens_until_the_last_second():
    assert signer.open(signer.issue(CLAIMS), CLAIMS.expires_at - 1) == CLAIMS


@pytest.mark.parametrize("late", [0, 1, 10**6])
def test_expired_token_is_told_apart(late):
    with pytest.raises(TokenExpiredError):
        signer.open(signer.issue(CLAIMS), CLAIMS.expires_at + late)


def test_expired_and_forged_is_forged():
    forged = signer.issue(CLAIMS)[:-1] + "!"

    with pytest.raises(TokenError) as caught:
        signer.open(forged, CLAIMS.expires_at + 1)

    assert not isinstance(caught.value, TokenExpiredError)


def test_token_of_another_secret_is_refused():
    with pytest.raises(TokenError, match="another secret"):
        Signer(b"another secret").open(signer.issue(CLAIMS), NOW)


@pytest.mark.parametrize("part", range(1, 4))
def test_changed_claim_is_refused(part):
    parts = signer.issue(CLAIMS).split(".")
    parts[part] = str(int(parts[part]) + 1)

    with pytest.raises(TokenError, match="forged"):
        signer.open(".".join(parts), NOW)


@given(st.text(max_size=120))
def test_garbage_is_refused(text):
    with pytest.raises(TokenError):
        signer.open(text, NOW)


@given(st.integers(0, 200), st.characters(codec="ascii"))
def test_any_changed_character_is_refused(place, character):
    token = signer.issue(CLAIMS)
    place %= len(token)
    changed = token[:place] + character + token[place + 1 :]
    if changed == token:
        return
    with pytest.raises(TokenError):
        signer.open(changed, NOW)


def test_secret_is_not_in_the_token():
    assert "secret" not in signer.issue(CLAIMS)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh_CN"),
        ("", "zh_CN"),
        ("zh-CN", "zh_CN"),
        ("zh-Hant-TW", "zh_CN"),
        ("en-US", "en_US"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en_US"),
        ("fr-FR, en;q=0.5", "en_US"),
        ("fr-FR", "zh_CN"),
        (";;;,,,", "zh_CN"),
    ],
)
def test_language_is_the_first_of_ours(header, language):
    assert choose_language(header) == language
