package dev.headroom.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The methods of this test class may take a [TestBed]: one control plane for all classes of a run. Each class works in
/// a namespace of its own. Skipped, and told why, where the programs have not been built and nobody asks for it.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface ClusterTest {}
