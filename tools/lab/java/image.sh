# Makes images of files, without a container engine: an OCI layout, whose digests depend on the files alone; sourced.

# add_layer LAYOUT ROOT : a compressed tar of the folder becomes the layout's next layer. The first one makes the layout.
add_layer() {
  local layout=$1 root=$2 blob content digest
  mkdir -p "$layout/blobs/sha256"
  blob=$layout/blobs/layer
  tar --create --file "$blob" --directory "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --format=gnu .
  content=$(sha256sum "$blob" | cut -d' ' -f1)
  gzip -1 --no-name "$blob"
  digest=$(sha256sum "$blob.gz" | cut -d' ' -f1)
  printf '%s %s %s\n' "$content" "$digest" "$(stat -c %s "$blob.gz")" >>"$layout/layers"
  mv "$blob.gz" "$layout/blobs/sha256/$digest"
}

# finish_image LAYOUT CONFIG : writes the image's configuration (the JSON of its "config") and its manifest.
finish_image() {
  local layout=$1 config=$2 contents='' layers='' content digest size type=application/vnd.oci.image
  while read -r content digest size; do
    contents+="${contents:+,}\"sha256:$content\""
    layers+="${layers:+,}{\"mediaType\":\"$type.layer.v1.tar+gzip\",\"digest\":\"sha256:$digest\",\"size\":$size}"
  done <"$layout/layers"
  put_blob "$layout" "$(printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$(go_architecture)" "$config" "$contents")"
  config="{\"mediaType\":\"$type.config.v1+json\",\"digest\":\"sha256:$blob\",\"size\":$blob_size}"
  put_blob "$layout" "$(printf '{"schemaVersion":2,"mediaType":"%s.manifest.v1+json","config":%s,"layers":[%s]}' \
    "$type" "$config" "$layers")"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s.manifest.v1+json","digest":"sha256:%s","size":%s}]}' \
    "$type" "$blob" "$blob_size" >"$layout/index.json"
  rm "$layout/layers"
}

# put_blob LAYOUT TEXT : stores the text; its digest and size are then $blob and $blob_size.
put_blob() {
  printf '%s' "$2" >"$1/blobs/text"
  blob=$(sha256sum "$1/blobs/text" | cut -d' ' -f1)
  blob_size=$(stat -c %s "$1/blobs/text")
  mv "$1/blobs/text" "$1/blobs/sha256/$blob"
}

go_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# push_image LAYOUT NAME:TAG : to the laboratory's registry; what is there already is not sent again.
push_image() {
  skopeo --insecure-policy copy --quiet --preserve-digests --dest-tls-verify=false "oci:$1" \
    "docker://localhost:$REGISTRY_PORT/$2"
}
