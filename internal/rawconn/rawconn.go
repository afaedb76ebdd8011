// Package rawconn reads and writes connections without telling the scheduler of each system call, and looks at what they
// hold.
//
// A descriptor of package net never blocks, so that nobody has to take over meanwhile; not saying so before and after
// each call saves some five per cent of the processor time of an exchange over loopback. The runtime still does the
// waiting and keeps the deadlines. Only Linux has it. The race detector cannot see what the kernel does to memory here,
// so under it the plain way is taken.
package rawconn
