package result

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/chatcb/chatcb/internal/newfile"
	"github.com/chatcb/chatcb/outcome"
)

// Memory is what is remembered of the last check of a target.
type Memory struct {
	Version int       `json:"version"`
	Target  string    `json:"target"`
	Time    time.Time `json:"time"`
	Failed  []string  `json:"failed"` // ids of cases
}

const memoryVersion = 1

// memoryFile is where the last check of a target is remembered.
func memoryFile(target string) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(target))
	return filepath.Join(dir, "chatcb", "last-failed", hex.EncodeToString(sum[:8])+".json"), nil
}

// Remembered is what is remembered of a target; if there is nothing, an fs.ErrNotExist.
func Remembered(target string) (*Memory, error) {
	name, err := memoryFile(target)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var last Memory
	if err := json.Unmarshal(text, &last); err != nil {
		return nil, err
	}
	if last.Version != memoryVersion {
		return nil, fs.ErrNotExist
	}
	return &last, nil
}

// Remember keeps what failed, unless the run came to no end. That it cannot is nothing to fail for: a cache may be anywhere.
func (run *Run) Remember() {
	if run.Interrupted || run.Exit == outcome.Trouble {
		return
	}
	last := Memory{Version: memoryVersion, Target: run.Target, Time: run.Started, Failed: []string{}}
	for i := range run.Cases {
		if run.Cases[i].Fails {
			last.Failed = append(last.Failed, run.Cases[i].ID)
		}
	}
	name, err := memoryFile(run.Target)
	if err != nil {
		return
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return
	}
	text, _ := json.Marshal(last)
	_ = newfile.Write(name, append(text, '\n'), newfile.Options{Force: true, Whole: true, Perm: newfile.Private})
}
