"""A generator of numbers that gives the same ones on every machine and in every version of Python."""

MASK = (1 << 64) - 1


class SplitMix:
    """SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014)."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound):
        """0 to bound - 1."""
        return (self.next() * bound) >> 64

    def between(self, low, high):
        """low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, permille):
        return self.below(1000) < permille

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def weighted(self, weights):
        """A key of {key: weight}."""
        at = self.below(sum(weights.values()))
        for key, weight in weights.items():
            at -= weight
            if at < 0:
                return key
        raise AssertionError("weights do not add up")

    def shuffled(self, items):
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items
