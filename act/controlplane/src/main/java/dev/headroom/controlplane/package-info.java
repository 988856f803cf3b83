/// The control plane of Kubernetes on loopback: etcd, kube-apiserver, kube-controller-manager and kube-scheduler, built
/// by name and started with certificates, users and ports of their own. Knows no nodes and runs no pods.
@NullMarked
package dev.headroom.controlplane;

import org.jspecify.annotations.NullMarked;
