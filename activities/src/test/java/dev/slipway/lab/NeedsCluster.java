package dev.slipway.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs with the profile lab, on the real cluster of tools/lab; without one it says so. */
@Tag("lab")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCluster.OnlyWithCluster.class)
public @interface NeedsCluster {

  /** Looks for it once. */
  final class OnlyWithCluster implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Laboratory.isUp()) {
        return ConditionEvaluationResult.enabled("the laboratory is up");
      }
      String reason =
          "Skipped "
              + context.getDisplayName()
              + ": there is no laboratory here (start it with tools/lab/up)";
      System.err.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
