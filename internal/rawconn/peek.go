package rawconn

// Held is what a connection holds that nobody reads from.
type Held uint8

// The states of a connection.
const (
	Nothing Held = iota // it is open, and quiet
	Bytes               // something came
	End                 // the other side closed it, or it broke
)
