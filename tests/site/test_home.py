"""The home folder: made whole, keys kept for ever, torn files seen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linli.kernel.refusal import Refusal
from linli.site.home import KEYS, LASTING_KEYS, LONGEST_SOCKET_FOLDER, Home, private_folder, write_whole


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}


def test_folders_and_keys_are_private(tmp_path):
    home = Home.at(tmp_path / "家 home")
    assert set(modes(home.path).values()) == {"0o700"}
    assert modes(home.keys) == dict.fromkeys(KEYS, "0o600")
    assert all(len(home.key(name)) == 32 for name in LASTING_KEYS)
    assert len({home.key(name) for name in KEYS}) == len(KEYS)


def test_keys_stay_the_same(tmp_path):
    first = {name: Home.at(tmp_path).key(name) for name in KEYS}
    assert {name: Home.at(tmp_path).key(name) for name in KEYS} == first


def test_a_cut_while_the_keys_are_made_leaves_none(tmp_path):
    home = Home(tmp_path)
    (tmp_path / "keys.new").mkdir()
    (tmp_path / "keys.new" / "master").write_bytes(b"half")
    assert len(Home.at(tmp_path).key("master")) == 32
    assert not (tmp_path / "keys.new").exists()
    assert home.key("master") != b"half"


@pytest.mark.parametrize("name", LASTING_KEYS)
@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_torn_key_is_refused_and_kept(tmp_path, name, content):
    path = Home.at(tmp_path).keys / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        Home.at(tmp_path)
    assert refused.value.code == "key_damaged"
    assert str(path) in refused.value.sentence
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", LASTING_KEYS)
def test_a_lost_key_is_never_made_anew(tmp_path, name):
    path = Home.at(tmp_path).keys / name
    path.unlink()
    with pytest.raises(Refusal) as refused:
        Home.at(tmp_path)
    assert refused.value.code == "key_missing"
    assert not path.exists()


def test_a_lost_password_is_made_anew(tmp_path):
    home = Home.at(tmp_path)
    (home.keys / "app_password").unlink()
    assert len(Home.at(tmp_path).key_text("app_password")) >= 32


def test_many_processes_make_the_same_keys(tmp_path):
    script = "import sys; from linli.site.home import Home; print(Home.at(sys.argv[1]).key('master').hex())"
    started = [
        subprocess.Popen([sys.executable, "-c", script, tmp_path / "home"], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    assert len({process.communicate()[0] for process in started}) == 1


def test_a_cut_write_leaves_the_old_content(tmp_path):
    path = tmp_path / "key"
    write_whole(path, b"old")
    # The kernel ends the process in the middle of its write: files may hold only 4 bytes.
    script = (
        "import resource, signal, sys; from pathlib import Path; from linli.site.home import write_whole;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4));"
        "write_whole(Path(sys.argv[1]), b'much too long')"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True)
    assert done.returncode != 0
    assert path.read_bytes() == b"old"


def test_a_long_path_or_a_comma_gets_a_short_socket_folder(tmp_path):
    deep = Home(tmp_path / ("深" * 40))
    comma = Home(Path("/srv/a,b"))
    for home in (deep, comma):
        assert len(os.fsencode(home.sockets)) <= LONGEST_SOCKET_FOLDER
        assert "," not in str(home.sockets)
        assert not home.sockets.is_relative_to(home.path)
    assert deep.sockets != comma.sockets
    plain = Home(Path("/srv/linli"))
    assert plain.sockets.is_relative_to(plain.path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lay a folder for somebody else")
def test_a_socket_folder_laid_by_somebody_else_is_refused(tmp_path):
    trap = tmp_path / "trap"
    trap.mkdir()
    os.chown(trap, 12345, 12345)
    with pytest.raises(Refusal) as refused:
        private_folder(trap, os.geteuid(), os.getegid())
    assert refused.value.code == "folder_of_somebody_else"
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(Refusal):
        private_folder(link, os.geteuid(), os.getegid())


def test_own_settings_are_read(tmp_path):
    home = Home.at(tmp_path)
    assert home.own_settings() == {}
    home.settings.write_text("# 说明\nLINLI_HELP_PHONE = 12345\n\nLINLI_HOSTS=a=b\n", encoding="utf-8")
    assert home.own_settings() == {"LINLI_HELP_PHONE": "12345", "LINLI_HOSTS": "a=b"}
