"""What `deploy/` says of the scripts and of nginx is so."""

import datetime
import re
import subprocess

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from housekeeping import machine_tools, serve, settings
from housekeeping.settings import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
SERVED = {"postgres", *serve.ODOO}
CERTIFICATE = "/etc/ssl/restaurant"
UTC = datetime.timezone.utc
MAIN = """
pid {folder}/nginx.pid;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {upstreams};
    include {site};
}}
"""


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_every_service_in_a_container_runs_a_command_of_the_scripts(compose):
    commands = {
        name: service["command"]
        for name, service in compose["services"].items()
        if "build" in service
    }

    assert commands.pop("setup")[-1] == "scripts/house run && scripts/house stop"
    assert commands.keys() == serve.ODOO.keys()
    for name, command in commands.items():
        assert command[:3] == ["scripts/house", "serve", name]


def test_other_containers_reach_web_on_the_ports_of_the_scripts(compose):
    default = settings.load({})
    upstreams = (DEPLOY / "nginx/upstreams-compose.conf").read_text()

    assert "--http-interface=0.0.0.0" in compose["services"]["web"]["command"]
    assert re.findall(r"server web:(\d+)", upstreams) == [
        str(default.web_port),
        str(default.gevent_port),
    ]
    health = {
        name: compose["services"][name]["healthcheck"]["test"][-1]
        for name in serve.ODOO
    }
    assert f":{default.web_port}/" in health["web"]
    assert f":{default.job_port}/" in health["jobs"]


def test_database_in_the_container_is_one_the_scripts_understand(compose):
    url = compose["services"]["web"]["environment"]["DATABASE_URL"]
    url = re.sub(r"\$\{[^}]+\}", "secret", url)
    found = settings.load({"DATABASE_URL": url})

    assert found.database.host in compose["services"]
    assert not found.database.embedded
    assert found.db_name == "restaurant"


def test_every_variable_is_explained():
    used = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    example = (DEPLOY / "compose.env.example").read_text()

    assert used == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


def test_every_volume_is_declared(compose):
    mounted = {
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if volume[0] not in "./$"
    }

    assert mounted == compose["volumes"].keys()


def test_every_unit_runs_a_command_of_the_scripts():
    started = set()
    for unit in (DEPLOY / "systemd").glob("*.service"):
        [line] = re.findall(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE)
        program, command, name = line.split()
        assert (CHECKOUT / program.split("/suite/")[1]).exists()
        assert command == "serve"
        started.add(name)

    assert started == SERVED


@pytest.mark.parametrize("upstreams", ["upstreams.conf", "upstreams-compose.conf"])
def test_nginx_accepts_the_configuration(tmp_path, upstreams):
    _make_certificate(tmp_path)
    (tmp_path / "cache").mkdir()
    site = (DEPLOY / "nginx/restaurant.conf").read_text()
    site = site.replace(CERTIFICATE, str(tmp_path))
    site = site.replace("/var/cache/nginx", str(tmp_path / "cache"))
    site = site.replace("listen 80;", "listen 127.0.0.1:18080;")
    site = site.replace("listen 443 ", "listen 127.0.0.1:18443 ")
    (tmp_path / "site.conf").write_text(site)
    # Only inside compose is there a machine of this name.
    text = (DEPLOY / "nginx" / upstreams).read_text().replace(" web:", " 127.0.0.1:")
    (tmp_path / "upstreams.conf").write_text(text)
    main = tmp_path / "nginx.conf"
    main.write_text(
        MAIN.format(
            folder=tmp_path,
            upstreams=tmp_path / "upstreams.conf",
            site=tmp_path / "site.conf",
        )
    )

    program = machine_tools.ensure(settings.load(), "nginx")
    done = subprocess.run(
        [program, "-t", "-p", tmp_path, "-c", main, "-e", "stderr"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def _make_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.example.com")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    builder = builder.not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(datetime.datetime(2120, 1, 1, tzinfo=UTC))
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
