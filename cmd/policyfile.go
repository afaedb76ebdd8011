package cmd

import "github.com/chatcb/chatcb/mockserver/policy"

// readPolicy reads the policy that a flag names; nil if it names none.
func readPolicy(flag, file string) (*policy.Policy, error) {
	if file == "" {
		return nil, nil
	}
	p, err := policy.Load(file)
	if err != nil {
		return nil, usagef("%s: %w", flag, err)
	}
	return p, nil
}
