package rawjson

// Number reads a number and returns its spelling.
func (s *Scanner) Number() (text []byte, ok bool) {
	if s.Kind() != Number {
		return nil, s.fail("a number")
	}
	start := s.i
	if s.b[s.i] == '-' {
		s.i++
	}
	if s.i < len(s.b) && s.b[s.i] == '0' {
		s.i++
		if s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9' {
			return nil, s.fail("a number without leading zeros")
		}
	} else if !s.digits() {
		return nil, false
	}
	if s.i < len(s.b) && s.b[s.i] == '.' {
		s.i++
		if !s.digits() {
			return nil, false
		}
	}
	if s.i < len(s.b) && s.b[s.i]|0x20 == 'e' {
		s.i++
		if s.i < len(s.b) && (s.b[s.i] == '+' || s.b[s.i] == '-') {
			s.i++
		}
		if !s.digits() {
			return nil, false
		}
	}
	return s.b[start:s.i], true
}

func (s *Scanner) digits() bool {
	start := s.i
	for s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9' {
		s.i++
	}
	return s.i > start || s.fail("a digit")
}

// Literal reads true, false or null and returns its spelling.
func (s *Scanner) Literal() (text []byte, ok bool) {
	word := ""
	switch s.Kind() {
	case Bool:
		word = "true"
		if s.b[s.i] == 'f' {
			word = "false"
		}
	case Null:
		word = "null"
	default:
		return nil, s.fail("true, false or null")
	}
	start := s.i
	for n := range len(word) {
		if s.i >= len(s.b) || s.b[s.i] != word[n] {
			return nil, s.fail("true, false or null")
		}
		s.i++
	}
	return s.b[start:s.i], true
}

// Skip reads one value of any kind.
func (s *Scanner) Skip() bool {
	_, ok := s.Value()
	return ok
}

// Value reads one value of any kind and returns its spelling.
func (s *Scanner) Value() (text []byte, ok bool) {
	kind := s.Kind()
	start := s.i
	switch kind {
	case Object:
		s.Open()
		for n := 0; s.NextMember(n); n++ {
			s.Skip()
		}
	case Array:
		s.Open()
		for n := 0; s.NextElement(n); n++ {
			s.Skip()
		}
	case String:
		s.String()
	case Number:
		s.Number()
	case Bool, Null:
		s.Literal()
	case Invalid:
		s.fail("a value")
	}
	if s.err != nil {
		return nil, false
	}
	return s.b[start:s.i], true
}
