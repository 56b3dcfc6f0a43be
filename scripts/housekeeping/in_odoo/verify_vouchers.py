"""Print whether WeChat Pay's vouchers are as they were written; end with 1 if not."""

import sys

report = env["wechatpay.voucher"]._verify()
for chain in report:
    print(f"  merchant {chain.mchid}")
    print(f"    proven    {chain.sealed} vouchers, the last hash is {chain.head}")
    for fingerprint in sorted(filter(None, chain.fingerprints)):
        print(f"    key       SHA-256 {fingerprint}")
    since = f", the oldest since {chain.unsealed_since} UTC" if chain.unsealed else ""
    print(f"    unsealed  {chain.unsealed}{since}")
    if chain.is_late:
        print("    BROKEN    the sealing job does not run: see Queue > Jobs")
    if chain.problem:
        problems = dict(
            env["wechatpay.voucher.check.line"]._fields["problem"].selection
        )
        place = f"no. {chain.expected}" if chain.expected else "not sealed"
        print(f"    BROKEN    at {chain.number} ({place}): {problems[chain.problem]}")
if not report:
    print("  no vouchers yet")
sys.stdout.flush()
sys.exit(0 if all(chain.is_sound for chain in report) else 1)
