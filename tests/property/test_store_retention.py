"""Whatever the ages and sizes: retention never touches what nobody could bring back."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.times import DAY_US
from newsloom.store.retention import ArchiveFile, to_retire

_NOW_US = 1_000 * DAY_US
_FILES = st.lists(
    st.builds(
        ArchiveFile,
        st.sampled_from(("poll-2024-01-01", "poll-2024-02-01", "import", "imported-poll-")).flatmap(
            lambda family: st.integers(1, 99).map(lambda number: f"{family}-{number:06d}.warc.gz")
        ),
        st.integers(0, 1_000),
        st.integers(0, _NOW_US),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda file: file.name,
)


@given(_FILES, st.integers(0, 500), st.integers(0, 1_000), st.integers(0, 5_000))
def test_what_is_retired(
    files: list[ArchiveFile], beside: int, keep_days: int, cap_bytes: int
) -> None:
    total = beside + sum(file.size for file in files)
    retired = to_retire(files, total, _NOW_US, keep_days, cap_bytes)
    by_name = {file.name: file for file in files}
    assert len(set(retired)) == len(retired)
    left = total
    for name in retired:
        file = by_name[name]
        assert file.read
        assert name.startswith("poll-")
        old = keep_days > 0 and file.newest_us < _NOW_US - keep_days * DAY_US
        assert old or (cap_bytes > 0 and left > cap_bytes * 0.9)  # never more than needed
        left -= file.size
    candidates = {file.name for file in files if file.read and file.name.startswith("poll-")}
    if cap_bytes and left > cap_bytes * 0.9:
        assert set(retired) == candidates
    if not keep_days and not cap_bytes:
        assert not retired
    ages = [by_name[name].newest_us for name in retired]
    assert ages == sorted(ages)
