// Package peek looks at what a connection holds without taking it: nothing, something that came unasked, or its end.
package peek

// Held is what a connection holds that nobody reads from.
type Held uint8

// The states of a connection.
const (
	Nothing Held = iota // it is open, and quiet
	Bytes               // something came
	End                 // the other side closed it, or it broke
)
