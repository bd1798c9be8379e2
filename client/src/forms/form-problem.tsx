import styles from './forms.module.css';

/** What is wrong with a form as a whole. */
export function FormProblem({ children }: { readonly children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p className={styles.problem} role="alert">
      {children}
    </p>
  );
}
