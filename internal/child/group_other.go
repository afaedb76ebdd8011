//go:build !unix

package child

import (
	"os"
	"os/exec"
)

type terminal struct{}

func ownGroup(*exec.Cmd) *terminal { return nil }

func (t *terminal) takeBack() {}

// signal ends the program: there are no signals to groups here.
func (p *Process) signal(os.Signal) { _ = p.cmd.Process.Kill() }
