"""Time until the first dish of the menu can be tapped, on a slow phone and network.

Usage: first_screen.py CHROMIUM URL TIMES. Needs playwright. Chrome's own preset "Fast
4G" and its four times slower CPU; an empty cache each time; from navigation start.
"""

import json
import statistics
import sys

from playwright.sync_api import sync_playwright

# Chrome DevTools, front_end/core/sdk/NetworkManager.ts, preset "Fast 4G".
FAST_4G = {
    "offline": False,
    "downloadThroughput": 9 * 1000 * 1000 / 8 * 0.9,
    "uploadThroughput": 1.5 * 1000 * 1000 / 8 * 0.9,
    "latency": 60 * 2.75,
}
CPU_SLOWDOWN = 4
VIEWPORT = {"width": 375, "height": 812}
WAIT_MS = 60_000
CONSENT = "同意并继续"
# Runs in the page with each frame: a dish counts once a tap on it would reach it.
FIRST_TAPPABLE = """
() => {
  for (const dish of document.querySelectorAll('[class*="dish__open"]')) {
    const box = dish.getBoundingClientRect()
    if (!box.width || !box.height || box.bottom > innerHeight) continue
    const x = box.left + box.width / 2
    const top = document.elementFromPoint(x, box.top + box.height / 2)
    if (top && dish.contains(top)) return performance.now()
  }
  return false
}
"""


def main(chromium, url, times):
    """Print the median and the single times."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        seconds = [measure(browser, url) for _time in range(int(times))]
        version = browser.version
        browser.close()
    shown = ", ".join(f"{each:.2f}" for each in seconds)
    detail = f"Chromium {version}, Fast 4G, CPU 4x: {shown} s"
    print(json.dumps({"median_s": statistics.median(seconds), "detail": detail}))


def measure(browser, url):
    """Return the seconds of one visit of a guest who agreed to the terms before.

    What the browser keeps of the first visit is the consent, not the files.
    """
    context = browser.new_context(viewport=VIEWPORT, locale="zh-CN")
    page = context.new_page()
    page.goto(url, timeout=WAIT_MS)
    page.get_by_text(CONSENT).click(timeout=WAIT_MS)
    page.wait_for_function(FIRST_TAPPABLE, timeout=WAIT_MS)
    page.close()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.emulateNetworkConditions", FAST_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.goto(url, wait_until="commit", timeout=WAIT_MS)
    found = page.wait_for_function(FIRST_TAPPABLE, polling="raf", timeout=WAIT_MS)
    seconds = found.json_value() / 1000
    context.close()
    return seconds


if __name__ == "__main__":
    main(*sys.argv[1:])
