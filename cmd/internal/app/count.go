package app

import "fmt"

// Counted is a number of things: 1 request, 2 requests.
func Counted[N int | uint64](n N, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
