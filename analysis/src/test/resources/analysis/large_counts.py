"""Writes large-counts.json: values at large counts, found in an independent way, with 50 digits.

python3 large_counts.py > large-counts.json     (needs mpmath)
"""
import json
import mpmath as mp

mp.mp.dps = 50

def logC(n,k): return mp.loggamma(n+1)-mp.loggamma(k+1)-mp.loggamma(n-k+1)
def law(nc,nb,X,psi):
    psi=mp.mpf(psi)
    A=psi-1;B=(nc+X)*psi+nb-X;C=mp.mpf(nc)*X*psi
    v=2*C/(B+mp.sqrt(B*B-4*A*C)) if B>=0 else (B-mp.sqrt(B*B-4*A*C))/(2*A)
    lo=max(0,X-nb);hi=min(X,nc)
    u0=min(max(int(mp.nint(v)),lo),hi)
    s=mp.mpf(1);t=mp.mpf(1);u=u0;n=0
    while u<hi and t>s*mp.mpf(10)**-25:
        t=t*(nc-u)*(X-u)*psi/((u+1)*(nb-X+u+1));s+=t;u+=1;n+=1
    t=mp.mpf(1);u=u0
    while u>lo and t>s*mp.mpf(10)**-25:
        t=t*u*(nb-X+u)/((nc-u+1)*(X-u+1)*psi);s+=t;u-=1;n+=1
    lt=lambda u: logC(nc,u)+logC(nb,X-u)+u*mp.log(psi)
    return lt(u0)+mp.log(s), lt, n
laws=[]
for nc,nb,xc,xb in [(100000,900000,120,1010),(100000,900000,50300,450200),(1000000,3000000,1000,3100),(10000000,30000000,5000300,15000100),
        (500000000,500000000,50,40),(500000000,500000000,250000,250900),(1000000000,1000000000,10000200,10000000),(1000000000,10,3,2),(7,1000000000,1,900000000),(1000000000,1000000000,999999990,999999995)]:
    for psi in ['0.05','1','1.1','2','30','1000']:
        S,lt,n=law(nc,nb,xc+xb,psi)
        laws.append(dict(nc=nc,nb=nb,xc=xc,xb=xb,psi=float(psi),logS=float(S),logP=float(lt(xc)-S)))
def slo(x,n,p0):
    p0=mp.mpf(p0)
    a=mp.mpf(1); b=(1-3*p0)/(3*p0)
    A=a+x;B=b+n-x
    # ln int_{p0}^1, scaled at the peak, by quadrature over windows
    def ln_int(A,B):
        peak=min(max((A-1)/(A+B-2) if A+B>2 and A>1 else p0,p0),mp.mpf(1)-mp.mpf(10)**-30)
        f=lambda t:(A-1)*mp.log(t)+(B-1)*mp.log(1-t)
        m=f(peak) if peak>0 else f(p0)
        sd=mp.sqrt(A*B/((A+B)**2*(A+B+1)))
        g=abs((A-1)/p0-(B-1)/(1-p0))
        pts=sorted(set([p0]+[p for k in (-40,-20,-10,-5,-2,0,2,5,10,20,40) for p in [peak+k*sd] if p0<p<1]+[p for k in (1,3,10,30,60) for p in [p0+k/g] if p<1]))
        pts=pts+[mp.mpf(1)] 
        return m+mp.log(mp.quad(lambda t: mp.e**(f(t)-m) if t<1 else mp.mpf(0),pts))
    return ln_int(A,B)-ln_int(a,b)-x*mp.log(p0)-(n-x)*mp.log(1-p0)
objectives=[]
for x,n,p0 in [(0,100,'0.01'),(10,100,'0.01'),(10000,1000000,'0.01'),(9000,1000000,'0.01'),(11000,1000000,'0.01'),(1000,10000000,'0.001'),(10003000,1000000000,'0.01'),(0,1000000000,'0.01'),(30,40,'0.05'),(100000,100000,'0.001')]:
    v=slo(x,n,p0); objectives.append(dict(x=x,n=n,p0=float(p0),logE=float(v)))

rows = lambda cases: "[\n" + ",\n".join("  " + json.dumps(c) for c in cases) + "\n ]"
print('{\n "law": ' + rows(laws) + ',\n "objective": ' + rows(objectives) + "\n}")
