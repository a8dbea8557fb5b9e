//! Numbers that change one by one, and the largest of them at any time.
//!
//! A tournament: every number plays against a neighbour, the winners against each other, up to the
//! best of all. A change plays only the games on its own way up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Numbers by position, with the largest at hand; of equal ones the first.
#[derive(Clone, Debug, Default)]
pub struct Leaders {
    counts: Vec<u32>,
    /// Who won: a game's players are at twice its place, and beside that. Game 1 is the final, and
    /// the second half are the numbers themselves.
    winners: Vec<u32>,
    above_zero: usize,
}

impl Leaders {
    /// Of these numbers.
    pub fn of(counts: Vec<u32>) -> Self {
        let above_zero = counts.iter().filter(|count| **count > 0).count();
        let all = counts.len();
        let mut winners = vec![0; 2 * all];
        for (position, leaf) in winners[all..].iter_mut().enumerate() {
            *leaf = position as u32;
        }
        let mut leaders = Self { counts, winners, above_zero };
        for game in (1..all).rev() {
            leaders.play(game);
        }
        leaders
    }

    /// How many are above zero.
    pub fn above_zero(&self) -> usize {
        self.above_zero
    }

    /// One of them.
    pub fn get(&self, position: usize) -> u32 {
        self.counts[position]
    }

    /// One more, or one less, never below zero.
    pub fn add(&mut self, position: usize, more: bool) {
        let count = &mut self.counts[position];
        match (more, *count) {
            (true, 0) => self.above_zero += 1,
            (false, 0) => return,
            (false, 1) => self.above_zero -= 1,
            _ => {}
        }
        *count = if more { *count + 1 } else { *count - 1 };
        let mut game = usize::midpoint(self.counts.len(), position);
        while game > 0 {
            self.play(game);
            game /= 2;
        }
    }

    /// The positions of the largest, at most so many, and none that is zero.
    pub fn largest(&self, most: usize) -> Vec<u32> {
        let all = self.counts.len();
        let mut open: BinaryHeap<_> = (all > 0).then(|| self.entry(1)).into_iter().collect();
        let mut largest = Vec::new();
        while largest.len() < most.min(self.above_zero)
            && let Some((_, Reverse(position), game)) = open.pop()
        {
            largest.push(position);
            // All others of this game are below the winner's way to it.
            let mut below = all + position as usize;
            while below > game {
                open.push(self.entry(below ^ 1));
                below /= 2;
            }
        }
        largest
    }

    fn entry(&self, game: usize) -> (u32, Reverse<u32>, usize) {
        let winner = self.winners[game];
        (self.counts[winner as usize], Reverse(winner), game)
    }

    fn play(&mut self, game: usize) {
        let (one, other) = (self.winners[2 * game], self.winners[2 * game + 1]);
        let strength = |position: u32| (self.counts[position as usize], Reverse(position));
        self.winners[game] = if strength(one) > strength(other) { one } else { other };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(counts: &[u32], most: usize) -> Vec<u32> {
        let mut all: Vec<u32> = (0..counts.len() as u32).filter(|at| counts[*at as usize] > 0).collect();
        all.sort_by_key(|at| Reverse(counts[*at as usize]));
        all.truncate(most);
        all
    }

    proptest! {
        #[test]
        fn the_largest_are_those_that_sorting_finds(
            counts in prop::collection::vec(0..4_u32, 0..40),
            changes in prop::collection::vec((0..40_usize, any::<bool>()), 0..60),
            most in 0..15_usize,
        ) {
            let (mut leaders, mut counts) = (Leaders::of(counts.clone()), counts);
            prop_assert_eq!(leaders.largest(most), sorted(&counts, most));
            for (position, more) in changes {
                let Some(position) = position.checked_rem(counts.len()) else { break };
                counts[position] = if more { counts[position] + 1 } else { counts[position].saturating_sub(1) };
                leaders.add(position, more);
                prop_assert_eq!(leaders.get(position), counts[position]);
                prop_assert_eq!(leaders.largest(most), sorted(&counts, most));
                let above = counts.iter().filter(|count| **count > 0).count();
                prop_assert_eq!(leaders.above_zero(), above);
            }
        }
    }
}
