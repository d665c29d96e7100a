/**
 * Who may do what, written by hand from docs/domain.md ("Visibility and
 * audience", "Roles") and never by the policy. It is about one resource of
 * `school`, and people of one organisation each:
 *
 * - **S** same: the school itself
 * - **A** above: the bureau over it
 * - **B** below: a teaching group of the school
 * - **X** apart: another school of the district
 *
 * A dash is: nowhere.
 */

/**
 * Reading what is published and not withdrawn, by visibility. **e**: what is
 * for everyone; **t**: what is for teachers.
 */
export const reading = `
role               from | public district organisation private
visitor            -    | e      -        -            -
student            S    | e      e        e            -
student            A    | e      e        -            -
student            B    | e      e        e            -
student            X    | e      e        -            -
teacher            S    | et     et       et           -
teacher            A    | et     et       -            -
teacher            B    | et     et       et           -
teacher            X    | et     et       -            -
expert             S    | et     et       et           -
expert             A    | et     et       -            -
expert             B    | et     et       et           -
expert             X    | et     et       -            -
librarian          S    | et     et       et           et
librarian          A    | et     et       et           et
librarian          B    | et     et       et           -
librarian          X    | et     et       -            -
organisation-admin S    | et     et       et           -
organisation-admin A    | et     et       -            -
organisation-admin B    | et     et       et           -
organisation-admin X    | et     et       -            -
operator           S    | et     et       et           -
operator           A    | et     et       -            -
operator           B    | et     et       et           -
operator           X    | et     et       -            -
auditor            S    | et     et       et           et
auditor            A    | et     et       et           et
auditor            B    | et     et       et           -
auditor            X    | et     et       -            -
reader             S    | e      e        e            -
reader             A    | e      e        -            -
reader             B    | e      e        e            -
reader             X    | e      e        -            -
harvester          S    | et     et       et           -
harvester          A    | et     et       -            -
harvester          B    | et     et       et           -
harvester          X    | et     et       -            -
contributor        S    | et     et       et           -
contributor        A    | et     et       -            -
contributor        B    | et     et       et           -
contributor        X    | et     et       -            -
`;

/** The same for who is a contributor of it, wherever they are. */
export const readingOwn = `
role               | public district organisation private
student            | e      e        e            e
teacher            | et     et       et           et
expert             | et     et       et           et
librarian          | et     et       et           et
organisation-admin | et     et       et           et
operator           | et     et       et           et
auditor            | et     et       et           et
reader             | e      e        e            e
harvester          | et     et       et           et
contributor        | et     et       et           et
`;

/**
 * All else, of a resource that one has nothing to do with. The visibility, the
 * audience and the state make no difference here. Letters say from where.
 */
export const others = `
role               | read-work read-history read-review contribute upload edit submit take-back assign score decide publish withdraw restore transfer read-agreement write-rubric explain administer audit operate appoint read-person erase
visitor            | -         -            -           -          -      -    -      -         -      -     -      -       -        -       -        -              -            -       -          -     -       -       -           -
student            | -         -            -           -          -      -    -      -         -      -     -      -       -        -       -        -              -            -       -          -     -       -       -           -
teacher            | -         -            -           S          SABX   -    -      -         -      -     -      -       -        -       -        -              -            -       -          -     -       -       -           -
expert             | -         -            -           S          SABX   -    -      -         -      -     -      -       -        -       -        S              -            -       -          -     -       -       -           -
librarian          | SA        SA           SA          S          SABX   -    -      -         SA     -     SA     SA      SA       SA      SA       SA             SA           SA      -          -     -       -       -           -
organisation-admin | -         -            -           -          -      -    -      -         -      -     -      -       -        -       -        -              -            SA      SA         SA    -       -       SA          SA
operator           | -         -            -           -          -      -    -      -         -      -     -      -       -        -       -        -              -            -       SABX       SABX  SABX    SABX    -           SABX
auditor            | SA        SA           SA          -          -      -    -      -         -      -     -      -       -        -       -        SA             -            SA      -          SA    -       -       -           -
reader             | -         -            -           -          -      -    -      -         -      -     -      -       -        -       -        -              -            -       -          -     -       -       -           -
harvester          | -         -            -           -          -      -    -      -         -      -     -      -       -        -       -        -              -            -       -          -     -       -       -           -
contributor        | -         -            -           S          SABX   -    -      -         -      -     -      -       -        -       -        -              -            -       -          -     -       -       -           -
`;

/**
 * What differs from `others` for who is a contributor. A lower-case letter is:
 * only what is for everyone.
 */
export const own = `
role               | read-work read-history read-review edit submit take-back assign decide publish
student            | sabx      sabx         sabx        -    -      -         -      -      -
teacher            | SABX      SABX         SABX        SABX SABX   SABX      -      -      -
expert             | SABX      SABX         SABX        SABX SABX   SABX      -      -      -
librarian          | SABX      SABX         SABX        SABX SABX   SABX      -      -      -
organisation-admin | SABX      SABX         SABX        -    -      -         -      -      -
operator           | SABX      SABX         SABX        -    -      -         -      -      -
auditor            | SABX      SABX         SABX        -    -      -         -      -      -
reader             | sabx      sabx         sabx        -    -      -         -      -      -
harvester          | SABX      SABX         SABX        -    -      -         -      -      -
contributor        | SABX      SABX         SABX        SABX SABX   SABX      -      -      -
`;

/** What differs for who once was a contributor, and no longer is. */
export const formerly = `
role               | assign decide publish
librarian          | -      -      -
`;

/** What differs for an assigned reviewer, while it is not withdrawn. */
export const reviewing = `
role               | read-work read-review score
student            | -         -           -
teacher            | SABX      SABX        SABX
expert             | SABX      SABX        SABX
librarian          | SABX      SABX        SABX
organisation-admin | SABX      SABX        -
operator           | SABX      SABX        -
auditor            | SABX      SABX        -
reader             | -         -           -
harvester          | -         -           -
contributor        | -         -           -
`;

/**
 * Several roles at once: all that they may do to a resource which the school
 * publishes for the organisation, to teachers. A `judge` is a contributor whom
 * somebody made a reviewer nevertheless.
 */
export const several = `
roles                            | as          | may
student@S teacher@X              | stranger    | read upload
student@S organisation-admin@B   | stranger    | read
librarian@X teacher@S            | stranger    | read contribute upload
librarian@A teacher@S            | contributor | read read-work read-history read-review contribute upload edit submit take-back withdraw restore transfer read-agreement write-rubric explain
librarian@A librarian@S          | former      | read read-work read-history read-review contribute upload withdraw restore transfer read-agreement write-rubric explain
librarian@S organisation-admin@S | stranger    | read read-work read-history read-review contribute upload assign decide publish withdraw restore transfer read-agreement write-rubric explain administer audit read-person erase
librarian@A operator@A auditor@A | contributor | read read-work read-history read-review upload edit submit take-back withdraw restore transfer read-agreement write-rubric explain administer audit operate appoint erase
auditor@A librarian@B            | stranger    | read read-work read-history read-review upload read-agreement explain audit
auditor@A student@X              | contributor | read read-work read-history read-review read-agreement explain audit
operator@A auditor@X             | reviewer    | read-work read-review administer audit operate appoint erase
expert@X student@S               | reviewer    | read read-work read-review score upload
expert@X librarian@A             | judge       | read read-work read-history read-review upload edit submit take-back withdraw restore transfer read-agreement write-rubric explain
`;
