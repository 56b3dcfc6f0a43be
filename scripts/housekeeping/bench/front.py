"""What stands before Odoo: nginx with its cache, and the phone's first screen."""

import json
import shutil
import subprocess

from .. import chromium, machine_tools, ports, processes
from ..processes import Service
from ..settings import CHECKOUT, Settings
from .http import call
from .plan import Plan
from .reading import MENU, describe
from .report import Report, median_ratio
from .servers import Server
from .shops import LOAD
from .wrk import Wrk, request

CONNECTIONS = 16
CONFIG = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=menu:1m;
    sendfile on;
    open_file_cache max=100;
    # One entry for those who take gzip, one for the others: cheaper than Vary.
    map $http_accept_encoding $packing {{ default ""; "~gzip" gzip; }}
    server {{
        listen 127.0.0.1:{port};
        location /static/ {{ root {folder}; }}
        location / {{
            proxy_pass http://127.0.0.1:{odoo};
            proxy_set_header Host $host;
            proxy_set_header Accept-Encoding $packing;
            proxy_cache menu;
            proxy_cache_key $packing$request_uri;
            proxy_ignore_headers Vary;
            proxy_cache_lock on;
            proxy_cache_use_stale updating;
            proxy_cache_background_update on;
        }}
    }}
}}
"""


def measure_nginx(
    settings: Settings, plan: Plan, wrk: Wrk, report: Report, ours: Server
) -> None:
    """Measure the menu from nginx's cache against a file of the same size."""
    folder, port = settings.data_dir / "nginx", ports.free_port()
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "static").mkdir(parents=True)
    menu = call(ours.port, "GET", MENU, Accept_Encoding="gzip").body
    (folder / "static/menu.json").write_bytes(menu)
    config = CONFIG.format(folder=folder, port=port, odoo=ours.port)
    (folder / "nginx.conf").write_text(config)
    _open_to_workers(folder)
    service = Service(
        "nginx",
        [machine_tools.ensure(settings, "nginx"), "-c", str(folder / "nginx.conf")],
        {},
        [f"http://127.0.0.1:{port}/static/menu.json"],
    )
    processes.start(settings, service)
    processes.wait_until_ready(settings, service)
    cached = [request("GET", MENU, Accept_Encoding="gzip")]
    plain = [request("GET", "/static/menu.json", Accept_Encoding="gzip")]
    sides: tuple[list, list] = ([], [])
    pids = [processes.pid_of(settings, "nginx")]
    for _round in range(plan.rounds):
        for side, requests in zip(sides, (cached, plain), strict=True):
            load = wrk.run(port, requests, plan.seconds, pids, CONNECTIONS)
            side.append(load)
    processes.stop(settings, "nginx")
    report.add(
        "menu_nginx_vs_static",
        median_ratio([(a.rate, b.rate) for a, b in zip(*sides, strict=True)]),
        "; ".join(map(describe, ("cached menu", "file"), sides)),
    )


def _open_to_workers(folder) -> None:
    # As root nginx hands its work to another user, who must come to these files.
    folder.chmod(0o777)
    (folder / "static").chmod(0o755)


def measure_first_screen(
    settings: Settings, plan: Plan, report: Report, ours: Server
) -> None:
    """Measure when the first dish can be tapped in a throttled Chromium."""
    browser = chromium.ensure(settings)
    code = ours.facts["stores"][0]["tables"][0]
    url = f"http://127.0.0.1:{ours.port}/diner/#/pages/menu/menu?scene={code}"
    done = subprocess.run(
        [
            settings.prefix / "dev/bin/python",
            LOAD / "first_screen.py",
            *(browser, url, str(plan.screens)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        report.miss("first_menu_screen_s", done.stderr.strip()[-500:])
        return
    found = json.loads(done.stdout)
    report.add("first_menu_screen_s", found["median_s"], found["detail"])


def measure_package(report: Report) -> None:
    """Measure what a phone downloads of the mini-program."""
    script = (
        "import('./tools/checks/package-size.mjs')"
        ".then(m => console.log(m.packageKb('src')))"
    )
    done = subprocess.run(
        ["node", "-e", script],
        cwd=CHECKOUT / "miniprogram",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        report.miss("package_kb", done.stderr.strip()[-300:])
    else:
        report.add("package_kb", float(done.stdout))
