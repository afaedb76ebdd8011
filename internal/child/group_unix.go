//go:build unix

package child

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// terminal is one that a program was given for as long as it runs.
type terminal struct{ fd int }

// ownGroup has the program started in a group of its own. One that reads from the terminal in whose foreground we are is
// given the foreground: a program in the background would be stopped as soon as it reads.
func ownGroup(c *exec.Cmd) *terminal {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	f, ok := c.Stdin.(*os.File)
	if !ok {
		return nil
	}
	fd := int(f.Fd())
	if group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP); err != nil || group != unix.Getpgrp() {
		return nil
	}
	c.SysProcAttr.Foreground, c.SysProcAttr.Ctty = true, fd
	return &terminal{fd}
}

// takeBack puts this program into the foreground again.
func (t *terminal) takeBack() {
	if t == nil {
		return
	}
	signal.Ignore(syscall.SIGTTOU) // which stops programs in the background that do this
	defer signal.Reset(syscall.SIGTTOU)
	_ = unix.IoctlSetPointerInt(t.fd, unix.TIOCSPGRP, unix.Getpgrp()) // the terminal may be gone
}

// signal sends a signal to the whole group. One that has ended gets none.
func (p *Process) signal(s os.Signal) {
	if number, ok := s.(syscall.Signal); ok {
		_ = syscall.Kill(-p.cmd.Process.Pid, number) // there may be nobody left
	}
}
