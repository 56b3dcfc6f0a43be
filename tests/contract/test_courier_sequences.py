"""Callbacks as platforms really send them, each through its client into the reducer.

An end that is not proven is asked about; the platform of these tests then says what the
sequence ends with.
"""

import dataclasses
import json

import pytest
from courier_clients import client
from test_vectors import named, vector_files

from carriers import reducer, states
from carriers.dada import Dada
from carriers.dada.signing import callback_checksum
from carriers.neutral import CallbackMessage, OrderKey, Status
from carriers.reducer import Held, News, reduce
from carriers.sf import SfIntracity
from carriers.sf.signing import sign

NUMBER = "S1-ab12-1"


def dada_event(event):
    """Return a Dada callback's event."""
    checksum = callback_checksum("", NUMBER, str(event["update_time"]))
    told = {"client_id": "", "order_id": NUMBER, "signature": checksum, **event}
    return client(Dada).parse_callback(CallbackMessage(json.dumps(told).encode()))


def sf_event(event):
    """Return an SF callback's event."""
    body = json.dumps({"shop_order_id": NUMBER, **event}).encode()
    return client(SfIntracity).parse_callback(
        CallbackMessage(body, {"sign": sign(body, "1", "1")})
    )


EVENT_OF_PLATFORM = {"dada": dada_event, "sf_intracity": sf_event}


def sequences():
    """Return the sequences of every file, as pytest parameters."""
    for path in vector_files():
        content = json.loads(path.read_text(encoding="utf-8"))
        for sequence in content.get("callback_sequences", []):
            yield named(path, sequence)


@pytest.fixture(params=sequences())
def sequence(request):
    if request.param["platform"] not in EVENT_OF_PLATFORM:
        pytest.skip(f"{request.param['id']}: no client for its platform")
    return request.param


def play(sequence, confirmed):
    """Return what is believed after a sequence, and the steps to it.

    :param callable confirmed: Says the state that the platform answers with.
    """
    held, steps = Held(), []
    for content in sequence["events"]:
        event = EVENT_OF_PLATFORM[sequence["platform"]](content)
        step = reduce(held, News.from_event(event))
        steps.append(step)
        held = step.held
        state = confirmed(event) if step.needs_query else None
        if state:
            status = Status(OrderKey(NUMBER), state, event.provider_status, event.at_s)
            held = reduce(held, News.from_status(status)).held
    return held, steps


def test_sequence_ends_as_it_should(sequence):
    held, _steps = play(sequence, lambda event: sequence_state(sequence, event))

    assert held.state == sequence["final"]


def sequence_state(sequence, event):
    """Return how the order really is when the platform is asked about an event."""
    if event.state in states.TERMINAL:
        return sequence["final"]
    return None


def test_nobody_but_the_platform_ends_an_order(sequence):
    """Dada's callbacks can be forged: unconfirmed, they end nothing."""
    if sequence["platform"] != "dada":
        pytest.skip(f"{sequence['id']}: its callbacks are signed")

    held, _steps = play(sequence, lambda event: None)

    assert held.state not in states.TERMINAL


def test_every_callback_twice_changes_nothing(sequence):
    twice = [event for event in sequence["events"] for _time in range(2)]

    held, steps = play(
        {**sequence, "events": twice}, lambda event: sequence_state(sequence, event)
    )

    assert held.state == sequence["final"]
    assert not any(step.is_moved for step in steps[1::2])


def test_whatever_the_order_an_end_stays(sequence):
    """Late and early callbacks around an end that was believed."""
    held, _steps = play(sequence, lambda event: sequence_state(sequence, event))
    if held.state not in states.TERMINAL:
        pytest.skip(f"{sequence['id']}: has no end")

    for content in reversed(sequence["events"]):
        event = EVENT_OF_PLATFORM[sequence["platform"]](content)
        step = reduce(held, News.from_event(event))
        assert step.held.state == held.state
        later = dataclasses.replace(event, at_s=10**9)
        assert reduce(held, News.from_event(later)).held.state == held.state


def test_verdicts_say_what_became_of_each_callback():
    by_id = {param.values[0]["id"]: param.values[0] for param in sequences()}

    def verdicts(name):
        chosen = by_id[name]
        _held, steps = play(chosen, lambda event: sequence_state(chosen, event))
        return [step.verdict for step in steps]

    assert verdicts("seq-dada-dup") == [reducer.APPLIED, reducer.DUPLICATE]
    assert verdicts("seq-dada-out-of-order")[1:] == [reducer.SUPERSEDED] * 2
    assert verdicts("seq-dada-unknown")[1] == reducer.UNKNOWN_STATUS
    assert verdicts("seq-sf-exception-then-ok")[1] == reducer.FLAGGED
    assert verdicts("seq-dada-cancel-late")[1] == reducer.CONFLICT
