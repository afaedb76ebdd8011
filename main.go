// Chatcb plays Tencent Cloud Chat calling an app backend before a friend is added. See README.md.
package main

import (
	"os"

	"github.com/chatcb/chatcb/cmd"
)

func main() { os.Exit(cmd.Main()) }
