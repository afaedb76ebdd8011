module github.com/chatcb/chatcb/tools/mutants

go 1.26.0
