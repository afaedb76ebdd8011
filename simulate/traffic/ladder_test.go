package traffic

import (
	"math"
	"testing"

	"github.com/chatcb/chatcb/simulate/internal/dice"
)

func TestShuffleIsOneToOne(t *testing.T) {
	for width := range 13 {
		for key := range uint64(20) {
			seen := make([]bool, 1<<width)
			for x := range uint64(1) << width {
				y := dice.Shuffle(x, dice.Hash(key, 0), width)
				if y >= 1<<width || seen[y] {
					t.Fatalf("width %d, key %d: %d became %d, which is taken or too large", width, key, x, y)
				}
				seen[y] = true
			}
		}
	}
}

// A shuffled order is no order: neighbours are as far apart as strangers, about a third of all.
func TestShuffleLeavesNoOrder(t *testing.T) {
	const width = 16
	for key := range uint64(10) {
		far := 0.0
		for x := range uint64(1<<width - 1) {
			a, b := dice.Shuffle(x, dice.Hash(key, 1), width), dice.Shuffle(x+1, dice.Hash(key, 1), width)
			far += math.Abs(float64(a) - float64(b))
		}
		near(t, "distance", far/(1<<(2*width)), 1.0/3, 0.03)
	}
}

// Every rank has its turns numbered from 0 without gaps or repeats, whatever the size.
func TestTurnsComeOnce(t *testing.T) {
	for _, ranks := range []uint32{1, 2, 3, 17, 1000, 5000} {
		const width, rounds = 10, 3
		l := newLadder(ranks, 1, activeOffset, width, false)
		type turn struct {
			rank uint32
			own  uint64
		}
		seen, most := map[turn]bool{}, map[uint32]uint64{}
		for n := range uint64(rounds) << width {
			rank, own := l.assign(n, 99)
			if rank >= ranks || seen[turn{rank, own}] {
				t.Fatalf("%d ranks: turn %d of rank %d twice, or no such rank", ranks, own, rank)
			}
			seen[turn{rank, own}] = true
			most[rank] = max(most[rank], own)
		}
		for rank, last := range most {
			for own := range last {
				if !seen[turn{rank, own}] {
					t.Fatalf("%d ranks: rank %d has turn %d and not %d", ranks, rank, last, own)
				}
			}
		}
	}
}

// The slots of a rank are in proportion to Zipf's law, to a slot or to the width of a step.
func TestLadderWeights(t *testing.T) {
	const ranks, offset, exponent, width = 20000, 50, 1.1, 20
	l := newLadder(ranks, exponent, offset, width, false)
	sum := 0.0
	for r := range ranks {
		sum += math.Pow(float64(r+offset), -exponent)
	}
	slots := uint32(0)
	for _, s := range l.steps {
		if s.slot != slots {
			t.Fatalf("step at rank %d: got slot %d, want %d", s.rank, s.slot, slots)
		}
		slots += s.slots
		middle := float64(s.rank) + float64(s.ranks-1)/2 + offset
		want := math.Pow(middle, -exponent) / sum * (1 << width) * float64(s.ranks)
		near(t, "slots", float64(s.slots), want, 2+want/500)
	}
	if slots != 1<<width {
		t.Errorf("got %d slots, want %d", slots, 1<<width)
	}
}

// Nobody is chosen twice by one chooser, for any number of ranks down to as many as there are choices.
func TestChoicesDiffer(t *testing.T) {
	for width := range 12 {
		for _, ranks := range []uint32{1 << width, 1<<width + 1, 3<<width - 1, 40 << width} {
			l := newLadder(ranks, knownExponent, 1, width, true)
			for chooser := range uint64(20) {
				seen := map[uint32]bool{}
				for n := range uint64(1) << width {
					rank := l.choice(n, dice.Hash(chooser, 5))
					if rank >= ranks || seen[rank] {
						t.Fatalf("%d ranks, 1<<%d choices: %d comes twice, or is too large", ranks, width, rank)
					}
					seen[rank] = true
				}
				if l.choice(1<<width, dice.Hash(chooser, 5)) != l.choice(0, dice.Hash(chooser, 5)) {
					t.Fatal("choices do not begin anew")
				}
			}
		}
	}
}

func TestFriendIsNeverOneself(t *testing.T) {
	for _, users := range []uint32{2, 3, 4, 5, 100} {
		r := newRegion(languages()[0], 0, users, 1)
		for rank := range users {
			for n := range uint64(200) {
				if got := r.friend(rank, n, dice.Hash(n, uint64(rank))); got == rank || got >= users {
					t.Fatalf("of %d users, %d asks %d", users, rank, got)
				}
			}
		}
	}
}
