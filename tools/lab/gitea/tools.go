//go:build tools

// Package tools names what the laboratory builds, so that go.sum pins all of it.
package tools

import _ "code.gitea.io/gitea"
