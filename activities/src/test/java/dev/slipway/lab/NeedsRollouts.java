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

/** Runs with the profile lab, where Argo Rollouts looks after the real cluster of tools/lab. */
@Tag("lab")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsRollouts.OnlyWithRollouts.class)
public @interface NeedsRollouts {

  /** Looks for its controller once. */
  final class OnlyWithRollouts implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Laboratory.isUp() && Laboratory.hasRollouts()) {
        return ConditionEvaluationResult.enabled("Argo Rollouts runs");
      }
      String reason =
          "Skipped "
              + context.getDisplayName()
              + ": there is no laboratory with Argo Rollouts here (start it with tools/lab/up)";
      System.err.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
