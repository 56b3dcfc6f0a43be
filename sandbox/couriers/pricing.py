"""What the couriers charge: tariffs, quotes and what a cancelled ride costs."""

from dataclasses import asdict, dataclass

from .errors import RuleError
from .geo import distance_m, is_in_china

NEAR_M = 3_000
LIGHT_G = 5_000


@dataclass(frozen=True)
class Tariff:
    """A platform's prices in fen, and how far and how heavy it goes."""

    basic: int
    per_km: int
    per_kg: int
    direct: int
    farthest_m: int
    heaviest_g: int
    # Free to cancel for so many seconds after acceptance, and what it costs then.
    free_s: int
    penalty: int
    # A rider who is not at the shop so long after accepting costs nothing to send away.
    patience_s: int


TARIFFS = {
    "dada": Tariff(600, 150, 100, 300, 15_000, 50_000, 60, 200, 900),
    "sf": Tariff(650, 130, 120, 400, 12_000, 50_000, 120, 200, 1_200),
    "uu": Tariff(700, 160, 150, 0, 20_000, 50_000, 60, 300, 1_800),
    "shansong": Tariff(1_600, 200, 200, 0, 30_000, 20_000, 60, 500, 1_800),
    "wechat_intracity": Tariff(600, 150, 100, 0, 12_000, 50_000, 60, 200, 900),
}


@dataclass(frozen=True)
class Price:
    """A price in fen with its parts."""

    distance_m: int
    basic_fen: int
    over_distance_fen: int
    over_weight_fen: int
    direct_fen: int
    surge_fen: int
    insurance_fen: int

    @property
    def freight_fen(self):
        """Return what the ride costs, without insurance."""
        return (
            self.basic_fen
            + self.over_distance_fen
            + self.over_weight_fen
            + self.direct_fen
            + self.surge_fen
        )

    @property
    def total_fen(self):
        """Return what is charged before tips."""
        return self.freight_fen + self.insurance_fen

    def parts(self):
        """Return the parts as a dict."""
        return asdict(self)


def quote(platform, origin, job, surge_fen):
    """Return the price of a ride from a shop to a guest.

    :param origin: The shop's point.
    :param job: What is to be carried, see :class:`~.orders.Job`.
    :raise RuleError: If the ride is too far, too heavy or leads nowhere.
    """
    tariff = TARIFFS[platform]
    if not is_in_china(job.to):
        raise RuleError("point", f"{job.to} is not in China: longitude and latitude?")
    metres = distance_m(origin, job.to)
    if metres > tariff.farthest_m:
        raise RuleError("distance", f"{metres} m; at most {tariff.farthest_m} m")
    if job.weight_g > tariff.heaviest_g:
        raise RuleError("weight", f"{job.weight_g} g; at most {tariff.heaviest_g} g")
    return Price(
        distance_m=metres,
        basic_fen=tariff.basic,
        over_distance_fen=_begun(metres - NEAR_M, 1_000) * tariff.per_km,
        over_weight_fen=_begun(job.weight_g - LIGHT_G, 1_000) * tariff.per_kg,
        direct_fen=tariff.direct if job.is_direct else 0,
        surge_fen=surge_fen,
        insurance_fen=_insurance(job.insured_fen),
    )


def free(metres):
    """Return the price of an order that costs nothing."""
    return Price(metres, 0, 0, 0, 0, 0, 0)


def penalty(platform, order, now):
    """Return what sending a ride away now costs, in fen."""
    tariff = TARIFFS[platform]
    accepted_at = order["accepted_at"]
    if accepted_at is None or order["state"] == "WAITING":
        return 0
    waited = now - accepted_at
    if waited <= tariff.free_s:
        return 0
    if order["arrived_at"] is None and waited > tariff.patience_s:
        return 0
    return tariff.penalty


def _begun(amount, step):
    return max(0, -(-amount // step))


def _insurance(insured_fen):
    # Half a per cent of the value in steps of 100 yuan, at most 50 yuan.
    return min(_begun(insured_fen, 10_000) * 50, 5_000)
