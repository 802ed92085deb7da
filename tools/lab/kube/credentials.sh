# Certificates and kubeconfigs of the cluster, made once; sourced by up.
pki=$KUBE_DIR/pki
NODE_IP=172.31.255.1
SERVICE_IP=10.96.0.1

certificate() { # FILE COMMON_NAME ORGANIZATION [SUBJECT_ALT_NAME]
  [ -s "$pki/$1.crt" ] && return
  openssl ecparam -name prime256v1 -genkey -noout -out "$pki/$1.key"
  openssl req -new -key "$pki/$1.key" -subj "${3:+/O=$3}/CN=$2" -out "$pki/$1.csr"
  printf 'keyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n%s\n' \
    "${4:+subjectAltName=$4}" >"$pki/$1.ext"
  openssl x509 -req -in "$pki/$1.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial \
    -days 3650 -extfile "$pki/$1.ext" -out "$pki/$1.crt" 2>/dev/null
  rm "$pki/$1.csr" "$pki/$1.ext"
}
kubeconfig() { # FILE CERTIFICATE SERVER
  local ca crt key
  ca=$(base64 -w0 <"$pki/ca.crt") crt=$(base64 -w0 <"$pki/$2.crt") key=$(base64 -w0 <"$pki/$2.key")
  cat >"$1" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "$3", certificate-authority-data: $ca}}]
users: [{name: "$2", user: {client-certificate-data: $crt, client-key-data: $key}}]
contexts: [{name: local, context: {cluster: local, user: "$2"}}]
current-context: local
YAML
  chmod 600 "$1"
}
credentials() {
  if [ ! -s "$pki/ca.crt" ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out "$pki/ca.key"
    openssl req -x509 -new -key "$pki/ca.key" -subj /CN=kube-ca -days 3650 -out "$pki/ca.crt" \
      -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature
    openssl genrsa -out "$pki/sa.key" 2048 2>/dev/null
    openssl rsa -in "$pki/sa.key" -pubout -out "$pki/sa.pub" 2>/dev/null
  fi
  certificate apiserver kube-apiserver "" \
    "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$NODE_IP,IP:$SERVICE_IP"
  certificate admin admin system:masters
  certificate apiserver-kubelet kube-apiserver-kubelet system:masters
  certificate controller-manager system:kube-controller-manager ""
  certificate scheduler system:kube-scheduler ""
  certificate kubelet system:node:node1 system:nodes "DNS:node1,IP:$NODE_IP"
  certificate proxy system:kube-proxy ""
  kubeconfig "$KUBE_DIR/kubeconfig" admin "https://127.0.0.1:$KUBE_PORT"
  local c
  for c in controller-manager scheduler kubelet proxy; do
    kubeconfig "$pki/$c.kubeconfig" $c "https://$NODE_IP:6443"
  done
}
