from carriers import states


def test_each_state_has_its_moves_to_states_there_are():
    every = set(states.ATTEMPT_MOVES)

    assert set().union(*states.ATTEMPT_MOVES.values()) <= every
    assert states.TERMINAL | states.LIVE | states.BEFORE_PICKUP <= every
    assert set(states.RANKS) <= every


def test_only_ends_have_no_way_out():
    ends = {state for state, targets in states.ATTEMPT_MOVES.items() if not targets}

    assert ends == states.TERMINAL


def test_every_live_order_may_reach_every_end():
    for state in states.LIVE - {states.RETURNING}:
        assert states.ATTEMPT_MOVES[state] >= states.TERMINAL
