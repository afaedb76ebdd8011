package cmd

import "fmt"

// counted is a number of things: 1 request, 2 requests.
func counted[N int | uint64](n N, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
