// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.ration.Quota;

@Stateless
public class UsedUp {

    @Quota(key = "global:used-up", limit = 0)
    public void joining() {}

    @Quota(key = "global:used-up", limit = 0)
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void apart() {}
}
