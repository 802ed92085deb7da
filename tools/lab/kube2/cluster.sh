# Which cluster is meant by the scripts of ../kube; sourced by up, down and status.
export KUBE_NAME=kube2 KUBE_PORT=${KUBE2_PORT:-6444}
unset KUBE_DIR KUBECONFIG
