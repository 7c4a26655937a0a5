/** The samples of README.md. {@link org.ration.ReadmeTest} holds both together. */
@NullMarked
package org.ration.samples;

import org.jspecify.annotations.NullMarked;
