"""Where what a program says differs from what was counted."""


def differences(said, counted, path=""):
    """Where two JSON values differ, as paths with both. What is said beside what was counted, such as a topic, is passed
    over."""
    if isinstance(said, dict) and isinstance(counted, dict):
        return [line for key in counted for line in differences(said.get(key, "nothing"), counted[key], f"{path}.{key}")]
    if isinstance(said, list) and isinstance(counted, list) and len(said) == len(counted):
        return [line for place, (one, other) in enumerate(zip(said, counted))
                for line in differences(one, other, f"{path}[{place}]")]
    same = said == counted and isinstance(said, bool) == isinstance(counted, bool)
    return [] if same else [f"{path}: {said!r}, counted {counted!r}"]


def equal(said, counted, about):
    found = differences(said, counted)
    assert not found, f"{about}: {len(found)} differences: {'; '.join(found[:8])}"
