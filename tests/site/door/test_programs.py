"""What the programs that `up` keeps running are told, and what they are not."""

from tests import town

from linli.site.door.up import programs
from linli.site.front import front_of
from linli.site.home import Home

KNOWN = {
    "LINLI_APP_URL": "postgresql://linli_app@/linli",
    "LINLI_OWNER_URL": "postgresql://linli_owner@/linli",
    "LINLI_DATABASE_URL": "postgresql://linli_owner@/linli",
}


def test_neither_knows_the_address_of_the_owner(tmp_path):
    home = Home.at(str(tmp_path))
    for program in programs(home, front_of(home, 8000, lan=False, now=town.NOW), KNOWN):
        assert program.environment["LINLI_APP_URL"] == KNOWN["LINLI_APP_URL"]
        assert not {"LINLI_OWNER_URL", "LINLI_DATABASE_URL"} & set(program.environment)
