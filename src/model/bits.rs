//! One bit for each position of a list.

/// One bit for each position of a list. Set and cleared in no time, counted as it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
    count: usize,
}

const WIDTH: usize = u64::BITS as usize;

impl Bits {
    /// So many, all clear.
    pub fn clear(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(WIDTH)], len, count: 0 }
    }

    /// How many positions there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no position.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many are set.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether a position is set; none beyond the end is.
    pub fn has(&self, position: usize) -> bool {
        position < self.len && self.words[position / WIDTH] & mask(position) != 0
    }

    /// Sets or clears a position, and tells whether that changed anything.
    pub fn set(&mut self, position: usize, on: bool) -> bool {
        if position >= self.len || self.has(position) == on {
            return false;
        }
        self.words[position / WIDTH] ^= mask(position);
        if on {
            self.count += 1;
        } else {
            self.count -= 1;
        }
        true
    }

    /// The first that is set.
    pub fn first(&self) -> Option<usize> {
        let word = self.words.iter().position(|word| *word != 0)?;
        Some(word * WIDTH + self.words[word].trailing_zeros() as usize)
    }

    /// The last that is set.
    pub fn last(&self) -> Option<usize> {
        let word = self.words.iter().rposition(|word| *word != 0)?;
        Some(word * WIDTH + WIDTH - 1 - self.words[word].leading_zeros() as usize)
    }

    /// Those that are set, in their order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(at * WIDTH + bit)
            })
        })
    }

    /// Those of these that are not set in others of the same length.
    #[must_use]
    pub fn minus(&self, others: &Self) -> Self {
        let words = self.words.iter().zip(&others.words).map(|(one, other)| one & !other);
        Self::of_words(words.collect(), self.len)
    }

    /// Those that are set in either of the two, of the same length.
    #[must_use]
    pub fn or(&self, others: &Self) -> Self {
        let words = self.words.iter().zip(&others.words).map(|(one, other)| one | other);
        Self::of_words(words.collect(), self.len)
    }

    /// A bit for each of these positions, in their order.
    #[must_use]
    pub fn picked(&self, positions: &[usize]) -> Self {
        let mut picked = Self::clear(positions.len());
        for (at, position) in positions.iter().enumerate() {
            picked.set(at, self.has(*position));
        }
        picked
    }

    /// The others.
    #[must_use]
    pub fn inverted(&self) -> Self {
        let all = Self::of_words(self.words.iter().map(|word| !word).collect(), self.len);
        all.resized(self.len)
    }

    /// The same with another number of positions: the further ones are clear.
    #[must_use]
    pub fn resized(&self, len: usize) -> Self {
        let mut words = self.words.clone();
        words.resize(len.div_ceil(WIDTH), 0);
        if let Some(last) = words.last_mut().filter(|_| !len.is_multiple_of(WIDTH)) {
            *last &= mask(len) - 1;
        }
        Self::of_words(words, len)
    }

    fn of_words(words: Vec<u64>, len: usize) -> Self {
        let count = words.iter().map(|word| word.count_ones() as usize).sum();
        Self { words, len, count }
    }
}

fn mask(position: usize) -> u64 {
    1 << (position % WIDTH)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn of(len: usize, set: &BTreeSet<usize>) -> Bits {
        let mut bits = Bits::clear(len);
        for position in set {
            assert!(bits.set(*position, true));
        }
        bits
    }

    proptest! {
        #[test]
        fn bits_are_a_set_of_positions(
            len in 1..200_usize,
            changes in prop::collection::vec((0..220_usize, any::<bool>()), 0..300),
            others in prop::collection::btree_set(0..200_usize, 0..100),
            other_len in 0..300_usize,
        ) {
            let (mut bits, mut set) = (Bits::clear(len), BTreeSet::new());
            for (position, on) in changes {
                let changed = position < len && if on { set.insert(position) } else { set.remove(&position) };
                prop_assert_eq!(bits.set(position, on), changed);
                prop_assert_eq!(bits.has(position), set.contains(&position));
            }
            prop_assert_eq!(bits.count(), set.len());
            prop_assert_eq!((bits.first(), bits.last()), (set.first().copied(), set.last().copied()));
            prop_assert!(bits.iter().eq(set.iter().copied()));
            let others: BTreeSet<usize> = others.into_iter().filter(|position| *position < len).collect();
            let minus: BTreeSet<usize> = set.difference(&others).copied().collect();
            let or: BTreeSet<usize> = set.union(&others).copied().collect();
            prop_assert_eq!(bits.minus(&of(len, &others)), of(len, &minus));
            prop_assert_eq!(bits.or(&of(len, &others)), of(len, &or));
            let inverted: BTreeSet<usize> = (0..len).filter(|position| !set.contains(position)).collect();
            prop_assert_eq!(bits.inverted(), of(len, &inverted));
            let picked: Vec<usize> = others.iter().copied().collect();
            let both = |at: &usize| set.contains(&picked[*at]);
            prop_assert_eq!(bits.picked(&picked), of(picked.len(), &(0..picked.len()).filter(both).collect()));
            let within: BTreeSet<usize> = set.into_iter().filter(|position| *position < other_len).collect();
            prop_assert_eq!(bits.resized(other_len), of(other_len, &within));
        }
    }
}
