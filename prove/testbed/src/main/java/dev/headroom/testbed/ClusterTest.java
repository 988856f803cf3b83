package dev.headroom.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The methods of this test class may take a [TestBed]: one control plane for all classes of a run. Each class works in
/// a namespace of its own. Skipped, and told why, where nobody asks for it with `-Pcluster`.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface ClusterTest {

    /// Whether it is short enough to run in each build of a machine that has the programs, asked for or not.
    boolean inEachBuild() default false;
}
