// Command tool has the two small things the cluster script needs beside Kubernetes:
//
//	tool image NAME:TAG BINARY OUT.tar [KEY=VALUE...]
//	                                     a FROM-scratch image with one static binary and these variables in it,
//	                                     in the form that docker load, podman load, skopeo and ctr read
//	tool forward LISTEN DIAL             copies connections; each side is tcp:HOST:PORT or unix:PATH
package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	var err error
	switch {
	case len(os.Args) >= 5 && os.Args[1] == "image":
		err = image(os.Args[2], os.Args[3], os.Args[4], os.Args[5:])
	case len(os.Args) == 4 && os.Args[1] == "forward":
		err = forward(os.Args[2], os.Args[3])
	default:
		err = fmt.Errorf("usage: tool image NAME:TAG BINARY OUT.tar [KEY=VALUE...] | tool forward LISTEN DIAL")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tool:", err)
		os.Exit(1)
	}
}

type entry struct {
	name string
	mode int64
	data []byte
}

func tarOf(entries ...entry) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Mode: e.mode, Size: int64(len(e.data)), Typeflag: tar.TypeReg, ModTime: time.Unix(0, 0)}
		if strings.HasSuffix(e.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(e.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

func image(name, binary, out string, env []string) error {
	data, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	base := filepath.Base(binary)
	layer, err := tarOf(
		entry{"etc/", 0o755, nil},
		entry{"etc/passwd", 0o644, []byte("root:x:0:0:root:/:\nnobody:x:65534:65534:nobody:/:\n")},
		entry{"etc/group", 0o644, []byte("root:x:0:\nnobody:x:65534:\n")},
		entry{"tmp/", 0o1777, nil},
		entry{base, 0o755, data})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(layer)
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH, "os": "linux", "created": "1970-01-01T00:00:00Z",
		"config": map[string]any{"Entrypoint": []string{"/" + base}, "Env": env, "User": "65534:65534", "WorkingDir": "/"},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{"sha256:" + hex.EncodeToString(sum[:])}},
	})
	if err != nil {
		return err
	}
	configSum := sha256.Sum256(config)
	configName := hex.EncodeToString(configSum[:]) + ".json"
	layerName := hex.EncodeToString(sum[:]) + "/layer.tar"
	manifest, err := json.Marshal([]map[string]any{{"Config": configName, "RepoTags": []string{name}, "Layers": []string{layerName}}})
	if err != nil {
		return err
	}
	archive, err := tarOf(entry{configName, 0o644, config}, entry{layerName, 0o644, layer}, entry{"manifest.json", 0o644, manifest})
	if err != nil {
		return err
	}
	return os.WriteFile(out, archive, 0o644)
}

func split(address string) (network, where string, err error) {
	network, where, ok := strings.Cut(address, ":")
	if !ok || network != "tcp" && network != "unix" {
		return "", "", fmt.Errorf("%q is neither tcp:HOST:PORT nor unix:PATH", address)
	}
	return network, where, nil
}

func forward(listen, dial string) error {
	ln, la, err := split(listen)
	if err != nil {
		return err
	}
	dn, da, err := split(dial)
	if err != nil {
		return err
	}
	if ln == "unix" {
		_ = os.Remove(la)
	}
	l, err := net.Listen(ln, la)
	if err != nil {
		return err
	}
	for {
		in, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			// Too many open files, mostly: who goes on later is better than who is gone.
			fmt.Fprintln(os.Stderr, "tool:", err)
			time.Sleep(100 * time.Millisecond)
			continue
		}
		go func() {
			defer in.Close()
			out, err := net.Dial(dn, da)
			if err != nil {
				return
			}
			defer out.Close()
			go func() {
				_, _ = io.Copy(out, in)
				closeWrite(out)
			}()
			_, _ = io.Copy(in, out)
			closeWrite(in)
		}()
	}
}

func closeWrite(c net.Conn) {
	if h, ok := c.(interface{ CloseWrite() error }); ok {
		_ = h.CloseWrite()
	}
}
