package dev.headroom.testbed;

import dev.headroom.controlplane.ControlPlanePrograms;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts the control plane for the first test that takes it, hands it to all, and ends it after the last. When a test
/// fails, its folder with all logs is kept and named.
public final class ClusterExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {

    private static final Namespace STORE = Namespace.create(ClusterExtension.class);
    private static final String ASKED = "headroom.cluster";

    /// Whether somebody asks for these tests, so that they may build and must not be skipped.
    static boolean demanded() {
        return System.getProperty(ASKED, "off").equals("on");
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (demanded()) {
            return ConditionEvaluationResult.enabled("asked for");
        }
        if (!inEachBuild(context)) {
            return ConditionEvaluationResult.disabled("before a real control plane, which takes time: -Pcluster");
        }
        if (!kubectl()) {
            return ConditionEvaluationResult.disabled("needs kubectl on the PATH");
        }
        if (ControlPlanePrograms.built().isPresent()) {
            return ConditionEvaluationResult.enabled("the control plane is built");
        }
        return ConditionEvaluationResult.disabled("needs etcd and Kubernetes " + ControlPlanePrograms.KUBERNETES
                + ", which Go builds once in about ten minutes: ./mvnw -Pcluster -pl :testbed -am verify"
                + ControlPlanePrograms.missing().map(why -> " (" + why + ")").orElse(""));
    }

    private static boolean inEachBuild(ExtensionContext context) {
        var asked = context.getRequiredTestClass().getAnnotation(ClusterTest.class);
        return asked != null && asked.inEachBuild();
    }

    private static boolean kubectl() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBed.class;
    }

    @Override
    public TestBed resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return bed(context);
    }

    private static TestBed bed(ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(TestBed.class, _ -> TestBed.start(settings -> settings), TestBed.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            bed(context).keep(context.getDisplayName());
        }
    }
}
