"""`flask visits sweep` says what it has done, and a second time that nothing was left."""

from pathlib import Path

from audit_app import create_app
from tests.services.recruited import recruit
from tests.web.firms import NOW, rooms_in, settings_in


def test_a_sweep_is_told_in_numbers(empty_sqlite: Path, tmp_path: Path):
    (tmp_path / "extra-eyes.sqlite").write_bytes(empty_sqlite.read_bytes())
    rooms = rooms_in(tmp_path)
    ours = recruit(rooms)
    ours.published(shopper_id=ours.shopper.id)
    rooms.store.close()
    app = create_app(settings_in(tmp_path))
    app.config["CLOCK"] = lambda: NOW.replace(day=13)
    said = [app.test_cli_runner().invoke(args=["visits", "sweep"]).output for _ in range(2)]
    app.extensions["rooms"].store.close()
    assert said == [f"Offers ended: {number}, visits given up: 0.\n" for number in (1, 0)]
