"""Qianjiang's five levels."""

from tests.acceptance.cities import city


def test_qj_03_five_levels_linked_node_to_node() -> None:
    qianjiang = city("qianjiang")
    codes = {body.code: body for body in qianjiang.bodies}
    household = next(body for body in qianjiang.bodies if body.kind == "party_household")
    chain = []
    body = household
    while body:
        chain.append(body.kind)
        body = codes.get(body.parent_code)  # type: ignore[assignment]
    assert chain == [
        "party_household",
        "party_group",
        "party_branch",
        "party_general_branch",
        "party_committee",
    ]
    assert {body.name[-3:] for body in qianjiang.bodies if body.kind == "party_committee"} == {
        "大工委"
    }
