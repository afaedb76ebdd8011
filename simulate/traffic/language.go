package traffic

// language is one of the tongues of the world with the region where it is spoken: who lives there, when they are awake,
// where they dial in from, and what they write.
//
// Texts are patterns of a small grammar: {n} is the writer's name, {f} the friend's, {p} a place or a circle they have
// in common, {l} a link. A wording may be followed by a closing.
type language struct {
	code   string  // as in BCP 47
	share  float64 // of the world's users
	zone   int     // minutes east of Greenwich
	ios    int     // of 100 phones
	dial   string  // how phone numbers start
	blocks []string
	block6 string

	names    []string
	logins   []string // the same names as they stand in account ids
	places   []string
	wordings []string
	closings []string
	remarks  []string
	groups   []string
}

// languages lists the tongues of the world. The shares, clocks and address blocks are plausible, not measured; none of
// the blocks is private, reserved or kept for documentation.
func languages() []*language {
	return []*language{
		&simplifiedChinese, &traditionalChinese, &english, &japanese, &korean, &spanish, &portuguese, &arabic, &hindi,
		&thai, &vietnamese, &russian,
	}
}

// Languages lists the codes of the languages of the world, as in World.Languages.
func Languages() []string {
	var codes []string
	for _, l := range languages() {
		codes = append(codes, l.code)
	}
	return codes
}

// UsualHours is how many friend requests people send by the hour of their own day, in no unit.
func UsualHours() []float64 {
	return []float64{
		3, 1.6, 0.9, 0.6, 0.5, 0.7, 1.5, 3, 4.6, 5.4, 5.8, 6.2, 7, 6.4, 5.6, 5.5, 5.8, 6.4, 7.6, 8.8, 9.8, 10, 8.2, 5.4,
	}
}
