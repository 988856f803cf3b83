package dev.headroom.controlplane;

/// A program of the control plane.
public enum Part {
    ETCD("etcd", "go.etcd.io/etcd/server/v3"),
    API_SERVER("kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager"),
    SCHEDULER("kube-scheduler", "k8s.io/kubernetes/cmd/kube-scheduler");

    private final String program;
    private final String tool;

    Part(String program, String tool) {
        this.program = program;
        this.tool = tool;
    }

    /// What the program is called.
    public String program() {
        return program;
    }

    /// The package that Go builds it from.
    String tool() {
        return tool;
    }
}
