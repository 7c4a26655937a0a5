// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Inherited;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class QuotaTest {

    @Quota(key = "user", limit = 10)
    private static class Plain {}

    private static class Heir extends Plain {}

    @Quota(key = "user", limit = 10)
    @Quota(key = "user", limit = 2, period = "day")
    private static class Twice {}

    private static class HeirOfTwo extends Twice {}

    @Test
    void countsOneUnitPerCallAndMonthUnlessToldOtherwise() {
        Quota quota = Plain.class.getAnnotation(Quota.class);

        assertThat(quota.key()).isEqualTo("user");
        assertThat(quota.keyBy()).isEqualTo(QuotaKey.class);
        assertThat(quota.limit()).isEqualTo(10);
        assertThat(quota.limitBy()).isEqualTo(QuotaLimit.class);
        assertThat(quota.period()).isEqualTo("month");
        assertThat(quota.zone()).isEmpty();
        assertThat(quota.scope()).isEmpty();
        assertThat(quota.cost()).isEqualTo(1);
        assertThat(quota.costBy()).isEqualTo(QuotaCost.class);
        assertThat(quota.block()).isTrue();
        assertThat(quota.onExceeded()).isEqualTo(QuotaExceededHandler.class);
        assertThat(quota.settleBy()).isEqualTo(QuotaSettlement.class);
        assertThat(quota.holdFor()).isEqualTo("PT15M");
    }

    @Test
    void isAnInterceptorBindingWithoutBindingMembers() {
        assertThat(Quota.class).hasAnnotations(InterceptorBinding.class, Inherited.class);
        assertThat(Quota.class.getDeclaredMethods())
                .filteredOn(member -> !member.isSynthetic())
                .extracting(Method::getName, member -> member.isAnnotationPresent(Nonbinding.class))
                .hasSize(13)
                .allSatisfy(member -> assertThat(member.toList().get(1)).isEqualTo(true));
    }

    @Test
    void runsAfterAuthorizationAndBeforeTransactions() {
        int transactional = Interceptor.Priority.PLATFORM_BEFORE + 200;

        assertThat(Quota.PRIORITY)
                .isEqualTo(Interceptor.Priority.PLATFORM_BEFORE + 100)
                .isLessThan(transactional);
    }

    @Test
    void isInheritedOnceAndRepeated() {
        assertThat(Heir.class.getAnnotationsByType(Quota.class)).hasSize(1);
        assertThat(HeirOfTwo.class.getAnnotationsByType(Quota.class))
                .extracting(Quota::period)
                .containsExactly("month", "day");
    }
}
