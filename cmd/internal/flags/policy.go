package flags

import (
	"github.com/chatcb/chatcb/cmd/internal/exit"
	"github.com/chatcb/chatcb/mockserver/policy"
)

// ReadPolicy reads the policy that a flag names; nil if it names none.
func ReadPolicy(flag, file string) (*policy.Policy, error) {
	if file == "" {
		return nil, nil
	}
	p, err := policy.Load(file)
	if err != nil {
		return nil, exit.Usagef("%s: %w", flag, err)
	}
	return p, nil
}
